"""The roster page: who is shown, to whom, and what it says when nobody is."""

import pytest

from app.courses.service import close_course
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.conftest import NOW
from tests.courses.cast import ADA, BEN, CLEO, import_rows, small_course

PAGE = "/courses/SMALL-1/participants"


@pytest.fixture
def roster(course):
    import_rows(course, ADA, BEN, {**CLEO, "sponsor": "", "organization_type": "workers", "country": "SN"})
    session.commit()
    return course


def names(page):
    return [name for name in ("Ada Okoro", "Ben Sow", "Cléo N’Diaye") if name in page]


def test_it_shows_who_takes_the_course_with_their_group_and_zone(manager, roster):
    page = manager.get(PAGE).text
    assert names(page) == ["Ada Okoro", "Ben Sow", "Cléo N’Diaye"]
    assert "3 people take this course" in page
    for words in ("ambassador", "Lagos", "Senegal", "workers’ organisations", "SAMM"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"language": "fr"}, ["Cléo N’Diaye"]),
        ({"sponsor": "SAMM"}, ["Ada Okoro", "Ben Sow"]),
        ({"type": "workers"}, ["Cléo N’Diaye"]),
        ({"search": "sow"}, ["Ben Sow"]),
        ({"search": "ADA@"}, ["Ada Okoro"]),
        ({"search": "100%"}, []),
        ({"search": "Ministry", "sponsor": "SAMM", "language": "en"}, ["Ada Okoro", "Ben Sow"]),
        ({"page": "9"}, ["Ada Okoro", "Ben Sow", "Cléo N’Diaye"]),
        ({"page": "x", "group": "x"}, ["Ada Okoro", "Ben Sow", "Cléo N’Diaye"]),
        ({"group": "99999999999999999999", "page": "99999999999999999999"}, []),
    ],
)
def test_it_can_be_filtered_and_searched(manager, roster, query, shown):
    response = manager.get(PAGE, query_string=query)
    assert response.status_code == 200
    assert names(response.text) == shown


def test_it_can_be_filtered_by_group(manager, roster):
    page = manager.get(PAGE).text
    number = page.split('">2</option>')[0].rsplit('value="', 1)[1]
    assert names(manager.get(PAGE, query_string={"group": number}).text) == ["Cléo N’Diaye"]


def test_a_filter_that_nobody_fits_says_so(manager, roster):
    page = manager.get(PAGE, query_string={"search": "nobody at all"}).text
    assert "Nobody fits this filter" in page


def test_a_long_roster_comes_in_pages(manager, course):
    import_rows(course, *({**BEN, "email": f"p{number:03}@example.org", "group": ""} for number in range(120)))
    session.commit()
    second = manager.get(PAGE, query_string={"page": 2}).text
    assert "p050@example.org" in second
    assert "p100@example.org" not in second
    assert "Page 2 of 3" in second


def test_an_empty_course_says_what_to_do_next(manager, course):
    page = manager.get(PAGE).text
    assert "Nobody takes this course yet" in page
    assert f"{PAGE}/import" in page
    assert f"{PAGE}/new" in page


def test_names_are_shown_as_text(manager, course):
    import_rows(course, {**ADA, "given_name": "<script>alert(1)</script>"})
    session.commit()
    page = manager.get(PAGE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_closed_course_offers_no_enrolment(manager, roster):
    close_course(roster.id, actor=SYSTEM, now=NOW)
    session.commit()
    assert f"{PAGE}/import" not in manager.get(PAGE).text


@pytest.mark.parametrize(
    ("role", "status"), [(Role.TUTOR, 200), (Role.ASSISTANT, 200), (Role.SPONSOR, 403), (Role.PARTICIPANT, 403)]
)
def test_staff_sees_it_and_others_do_not(signed_in_as, role, status):
    browser = signed_in_as(role)
    assert browser.get(PAGE).status_code == status


def test_staff_without_the_right_to_enrol_is_not_offered_it(signed_in_as, roster):
    browser = signed_in_as(Role.TUTOR)
    assert f"{PAGE}/import" not in browser.get(PAGE).text
    assert browser.get(f"{PAGE}/import").status_code == 403


def test_the_manager_of_another_course_finds_nothing_here(signed_in_as, roster):
    browser = signed_in_as(Role.ACTIVITY_MANAGER, small_course("OTHER"))
    assert browser.get(PAGE).status_code == 404
