"""The gradebook page and its export."""

import csv
import io
import re

import pytest

from app.shared.permissions import Role
from tests.cast import AMINA, ASSISTANT, BONGANI, CHLOE, EXPERT, MANAGER, SPONSOR, STRANGER, TUTOR
from tests.grading.cast import DIDIER, all_done, graded_course, import_rows, mark_groups, result_row
from tests.statements import statements

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/gradebook"


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82)
    import_rows(graded, all_done(AMINA, bonus=3), result_row(BONGANI, quiz_1=4), result_row(CHLOE, quiz_1=9, quiz_2=9))
    return graded


@pytest.fixture
def manager(browse, course):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


def people(page) -> list[str]:
    return re.findall(r'<span class="person-email" title="([^"]+)"', page.text)


def test_everybody_stands_in_it_by_name_with_the_mean_below(manager):
    page = manager.get(PATH)

    assert people(page) == [person.email for person in (AMINA, CHLOE, DIDIER, BONGANI)]
    assert "Mean of 4 participants" in page.text
    assert "1 Achievement, 0 Participation, 3 without" in page.text
    assert "3.00 offered" in page.text


def test_it_is_sorted_by_every_column(manager):
    first_by = {
        "name": AMINA, "-name": BONGANI, "email": AMINA, "-email": DIDIER, "group": DIDIER, "-group": CHLOE,
        "-quiz": AMINA, "-group_points": AMINA, "-essay": AMINA, "-base": AMINA, "-bonus": AMINA, "total": DIDIER,
        "-total": AMINA, "-done": AMINA, "engagement": DIDIER, "-outcome": AMINA,
    }  # fmt: skip

    assert {sort: people(manager.get(f"{PATH}?sort={sort}"))[0] for sort in first_by} == {
        sort: person.email for sort, person in first_by.items()
    }


def test_it_is_filtered(manager):
    shown_by = {
        "group=1": {AMINA, BONGANI},
        "group=-": {DIDIER},
        "outcome=achievement": {AMINA},
        "engagement=some": {BONGANI, CHLOE},
        "engagement=never": {DIDIER},
        "sponsor=SAMM": {AMINA, BONGANI, CHLOE},
        "sponsor=-": {DIDIER},
        "search=letang": {DIDIER},
        "search=CHLO%C3%89": {CHLOE},
        "search=ministry": {AMINA, BONGANI, CHLOE, DIDIER},
        "group=1&engagement=some": {BONGANI},
    }

    assert {query: set(people(manager.get(f"{PATH}?{query}"))) for query in shown_by} == {
        query: {person.email for person in shown} for query, shown in shown_by.items()
    }


def test_its_statements_do_not_grow_with_the_course(manager):
    with statements() as seen:
        manager.get(PATH)

    assert len(seen) <= 8


def test_a_filter_that_nobody_passes_says_what_to_do(manager):
    assert "Nobody fits this filter" in manager.get(f"{PATH}?search=zzz").text


def test_arguments_that_mean_nothing_do_no_harm(manager):
    for query in ("sort=evil", "page=-1", "page=999", "page=x", "outcome=x'y", "sort=-", "page=²"):
        assert manager.get(f"{PATH}?{query}").status_code == 200, query


def test_a_long_list_comes_in_pages(manager, monkeypatch):
    monkeypatch.setattr("app.grading.pages.listing.PAGE", 3)

    first, second = manager.get(f"{PATH}?sort=email"), manager.get(f"{PATH}?sort=email&page=2")

    assert people(first) + people(second) == [AMINA.email, BONGANI.email, CHLOE.email, DIDIER.email]
    assert "Page 1 of 2" in first.text


@pytest.mark.parametrize(
    ("person", "role", "statuses"),
    [
        (MANAGER, Role.ACTIVITY_MANAGER, (200, 200)),
        (TUTOR, Role.TUTOR, (200, 403)),
        (EXPERT, Role.EXPERT, (200, 403)),
        (ASSISTANT, Role.ASSISTANT, (403, 403)),
        (SPONSOR, Role.SPONSOR, (403, 403)),
        (AMINA, None, (403, 403)),
        (STRANGER, None, (404, 404)),
    ],
)
def test_who_may_see_it_and_take_it_home(browse, course, person, role, statuses):
    browser = browse(person, role)

    assert (browser.get(PATH).status_code, browser.get(f"{PATH}.csv").status_code) == statuses


def test_a_tutor_of_another_course_finds_nothing(browse, course):
    elsewhere = browse(TUTOR, Role.TUTOR, graded_course("OTHER-1"))

    assert elsewhere.get(PATH).status_code == 404
    assert elsewhere.get(f"{PATH}.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("form", "mimetype"),
    [
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
    ],
)
def test_it_is_exported(manager, form, mimetype):
    answer = manager.get(f"{PATH}.{form}")

    assert answer.mimetype == mimetype
    assert answer.headers["Content-Disposition"] == f'attachment; filename="A9714776-gradebook.{form}"'


def test_the_export_is_the_commands(manager, run):
    by_page = list(csv.DictReader(io.StringIO(manager.get(f"{PATH}.csv").text)))
    by_command = list(csv.DictReader(io.StringIO(run.invoke(args=["grades", "export", "A9714776"]).stdout)))

    assert by_page == by_command
