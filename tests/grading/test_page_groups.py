"""The page of group marks."""

import re

import pytest

from app.grading import queries, service
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, EXPERT, MANAGER, STRANGER, csrf_token
from tests.conftest import NOW
from tests.grading.cast import graded_course, group_of, import_rows, mark_groups, result_row

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/groups"


@pytest.fixture
def manager(browse):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


def send(browser, course, **percents):
    page = browser.get(PATH).text
    versions = dict(re.findall(r'name="(version-\d+)" value="(\d*)"', page))
    typed = {f"percent-{group_of(course, name[1:])}": value for name, value in percents.items()}
    return browser.post(PATH, data={"csrf_token": csrf_token(browser), **versions, **typed})


def marks(course) -> dict[str, str]:
    return {str(group_id): str(percent) for group_id, percent in queries.marks_of(course.id).items()}


def test_groups_stand_with_their_members_and_factors(manager, graded):
    mark_groups(graded, g1=82)
    import_rows(graded, result_row(AMINA, group_participation="1/3"))

    page = manager.get(PATH).text

    assert "Amina Banda" in page
    assert "factor 1/3" in page
    assert "no factor yet" in page


def test_marks_are_recorded_all_at_once(manager, graded):
    answer = send(manager, graded, g1="82", g2="74,5")

    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    assert marks(graded) == {str(group_of(graded, "1")): "82", str(group_of(graded, "2")): "149/2"}
    assert "2 marks are recorded." in manager.get(PATH).text


def test_what_did_not_change_is_not_recorded_again(manager, graded):
    send(manager, graded, g1="82", g2="74")
    before = queries.group_marks(graded.id)

    send(manager, graded, g1="82", g2="75")

    after = queries.group_marks(graded.id)
    first, second = group_of(graded, "1"), group_of(graded, "2")
    assert before[first] == after[first]
    assert before[second].id < after[second].id


def test_one_wrong_mark_keeps_all_of_them_on_the_page_and_none_in_the_book(manager, graded):
    answer = send(manager, graded, g1="82", g2="174")

    assert answer.status_code == 422
    assert "174 lies outside 0 to 100." in answer.text
    assert 'value="82"' in answer.text
    assert 'value="174"' in answer.text
    assert marks(graded) == {}


def test_a_mark_is_taken_back_by_emptying_its_field(manager, graded):
    mark_groups(graded, g1=82)

    send(manager, graded, g1="", g2="")

    assert marks(graded) == {}


def test_a_mark_that_somebody_changed_meanwhile_is_not_overwritten(manager, graded):
    mark_groups(graded, g1=82)
    group = group_of(graded, "1")
    shown = queries.group_marks(graded.id)[group].id
    mark_groups(graded, g1=50)

    typed = {f"version-{group}": shown, f"percent-{group}": "90", "csrf_token": csrf_token(manager)}
    answer = manager.post(PATH, data=typed)

    assert answer.status_code == 412
    assert 'value="90"' in answer.text
    assert marks(graded) == {str(group): "50"}


def test_after_closing_there_is_no_form(manager, graded):
    mark_groups(graded, g1=82)
    service.close_course(graded, actor=SYSTEM, now=NOW)

    assert "Record the marks" not in manager.get(PATH).text
    assert send(manager, graded, g1="1").status_code == 409


@pytest.mark.parametrize(
    ("person", "role", "status"), [(EXPERT, Role.EXPERT, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_who_may_not(browse, graded, person, role, status):
    browser = browse(person, role)

    assert browser.get(PATH).status_code == status
    assert browser.post(PATH, data={"csrf_token": csrf_token(browser)}).status_code == status


def test_a_manager_of_another_course_finds_nothing(browse, graded):
    assert browse(MANAGER, Role.ACTIVITY_MANAGER, graded_course("OTHER-1")).get(PATH).status_code == 404
