"""Ready to close? What stands in the way leads to where it is mended; closing asks twice."""

from fractions import Fraction

import pytest

from app.accounts.service import revoke_role
from app.courses.queries import get_course
from app.courses.service import withdraw
from app.essays.models import Essay
from app.essays.rules import EssayState
from app.grading import service
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, STRANGER, TUTOR, csrf_token, enter
from tests.conftest import NOW
from tests.courses.more_time import ask
from tests.essays.marking.cast import give, hand_in, marker, set_marking
from tests.grading.cast import DIDIER, all_done, enrolment_of, graded_course, group_of, import_rows, mark_groups

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/closing"


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82)
    import_rows(graded, all_done(AMINA), all_done(BONGANI, quiz="7.2", essay="3.3"))
    return graded


@pytest.fixture
def unmarked(course):
    service.record_submission(course, enrolment_of(course, CHLOE), "essay", actor=SYSTEM, now=NOW)
    service.record_factor(course, enrolment_of(course, CHLOE), Fraction(1), actor=SYSTEM, now=NOW)
    session.commit()
    return course


@pytest.fixture
def manager(browse):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


def send(browser, **typed):
    return browser.post(PATH, data={"csrf_token": csrf_token(browser), **typed})


def test_everything_marked_is_said_and_who_hangs_by_little_is_listed(manager, course):
    page = manager.get(PATH).text

    assert "All work that was handed in has its mark" in page
    assert "Bongani" in page.partition("Results near a threshold")[2]
    assert "0.60 points short" in page or "points short of" in page


def test_unmarked_work_leads_to_where_it_is_marked(manager, unmarked):
    page = manager.get(PATH).text

    assert "2 pieces of work lack their mark" in page
    assert f'href="/courses/A9714776/group-marks/{group_of(unmarked, "2")}"' in page
    assert f'href="/courses/A9714776/gradebook/{enrolment_of(unmarked, CHLOE)}#marks"' in page


def test_an_essay_that_was_handed_in_here_leads_to_its_desk(manager, unmarked):
    essay = hand_in(unmarked, CHLOE)
    page = manager.get(PATH).text
    assert f'href="/courses/A9714776/essays/{essay.id}"' in page


def test_a_group_of_a_course_without_criteria_leads_to_the_marks_in_percent(manager, unmarked, monkeypatch):
    monkeypatch.setattr("app.grading.pages.closing.has_criteria", lambda course: False)
    page = manager.get(PATH).text
    assert f'href="/courses/A9714776/groups#group-{group_of(unmarked, "2")}"' in page


def test_where_names_are_hidden_no_name_leads_to_an_essay(manager, unmarked):
    essay = hand_in(unmarked, CHLOE)
    set_marking(unmarked, names="hidden")
    page = manager.get(PATH).text
    assert f"/essays/{essay.id}" not in page
    assert 'href="/courses/A9714776/essays"' in page.partition('id="unmarked"')[2]


def test_where_names_are_hidden_no_name_tells_who_began_the_essay(manager, unmarked):
    essay = hand_in(unmarked, CHLOE)
    set_marking(unmarked, names="hidden")
    give(essay, marker(TUTOR, unmarked), final=False)
    revoke_role(enter(TUTOR).id, Role.TUTOR, actor=SYSTEM, now=NOW, course_id=unmarked.id)
    session.commit()
    page = manager.get(PATH).text
    assert "Begun by" not in page
    assert "Set the draft aside" in page.partition('id="unmarked"')[2]


def test_a_request_for_more_time_that_nobody_answered_is_named(manager, course):
    assert "No request for more time waits" in manager.get(PATH).text
    ask(course, "quiz_6", CHLOE)
    session.commit()
    page = manager.get(PATH).text
    assert "1 request for more time waits for an answer" in page
    assert 'href="/courses/A9714776/extensions"' in page.partition("more time waits for an answer")[2]


def test_an_essay_that_was_begun_and_not_handed_in_is_named_without_its_author(manager, course):
    assert "begun and not handed in" not in manager.get(PATH).text
    draft(course, CHLOE)
    page = manager.get(PATH).text
    assert "1 essay was begun and not handed in" in page
    assert 'href="/courses/A9714776/essays"' in page.partition("begun and not handed in")[2]


def test_who_is_excused_from_the_essay_or_has_left_needs_no_essay(manager, course):
    draft(course, CHLOE)
    draft(course, DIDIER)
    service.excuse_piece(course, enrolment_of(course, CHLOE), "essay", "Ill.", actor=SYSTEM, now=NOW)
    withdraw(course, enrolment_of(course, DIDIER), "Left.", actor=SYSTEM, now=NOW)
    session.commit()
    assert "begun and not handed in" not in manager.get(PATH).text


def draft(course, author):
    """An essay that its author is writing."""
    essay = session.get_one(Essay, hand_in(course, author).id)
    essay.state, essay.submitted_at, essay.submitted_version = EssayState.DRAFT.value, None, None
    session.commit()


def test_closing_asks_for_a_tick(manager, course):
    answer = send(manager)

    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert not get_course(course.code).is_closed


def test_closing_freezes_and_the_page_says_so(manager, course):
    answer = send(manager, confirm="yes")

    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    page = manager.get(PATH).text
    assert "The course is closed" in page
    assert "4 results are frozen" in page


def test_unmarked_work_stands_in_the_way_until_a_reason_is_given(manager, unmarked):
    refused = send(manager, confirm="yes", accept_unmarked=" ")
    assert refused.status_code == 409
    assert "Handed in, and not marked yet." in refused.text

    assert send(manager, confirm="yes", accept_unmarked="Both left").status_code == 303
    assert get_course(unmarked.code).is_closed


def test_closing_again_is_refused(manager, course):
    send(manager, confirm="yes")

    assert send(manager, confirm="yes").status_code == 409


@pytest.mark.parametrize(
    ("person", "role", "status"), [(TUTOR, Role.TUTOR, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_who_may_not(browse, course, person, role, status):
    browser = browse(person, role)

    assert browser.get(PATH).status_code == status
    assert send(browser, confirm="yes").status_code == status


def test_a_manager_of_another_course_finds_nothing(browse, course):
    elsewhere = browse(MANAGER, Role.ACTIVITY_MANAGER, graded_course("OTHER-1"))

    assert elsewhere.get(PATH).status_code == 404
    assert send(elsewhere, confirm="yes").status_code == 404
