"""The upload of results: the same import as the command's, with its problems on the page."""

import io

import pytest

from app.grading import service
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, STRANGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.grading.cast import all_done, graded_course, result_file, result_row, row_of

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/gradebook/import"
MARKS = b"group,mark_percent\n1,82\n"


@pytest.fixture
def manager(browse):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


def send(browser, results=None, marks=None):
    files = {"csrf_token": csrf_token(browser)}
    if results is not None:
        files["results"] = (io.BytesIO(results), "results.csv")
    if marks is not None:
        files["group_marks"] = (io.BytesIO(marks), "marks.csv")
    return browser.post(PATH, data=files)


def test_the_page_names_the_columns_of_this_course(manager):
    page = manager.get(PATH).text

    for column in ("quiz_6", "group_participation", "essay_gender", "bonus", "hours_attended"):
        assert f"<code>{column}</code>" in page


def test_results_and_marks_are_recorded_together(manager, graded):
    answer = send(manager, result_file(all_done(AMINA)), MARKS)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/courses/A9714776/gradebook")
    assert "Rows read: 1. New or changed: grades 8, group marks 1." in manager.get("/courses/A9714776/gradebook").text
    assert row_of(graded, AMINA).derivation.pieces_done == 8


def test_faults_are_listed_with_their_lines_and_nothing_is_recorded(manager, graded):
    answer = send(manager, result_file(result_row(AMINA, quiz_1=5), result_row(BONGANI, quiz_1=11)))

    assert answer.status_code == 422
    assert "results.csv: nothing was changed." in answer.text
    assert "line 3" in answer.text
    assert "11 lies outside 0 to 10." in answer.text
    assert row_of(graded, AMINA).derivation.pieces_done == 0


def test_a_fault_among_the_marks_names_their_file(manager, graded):
    answer = send(manager, result_file(all_done(AMINA)), b"group,mark_percent\n9,82\n")

    assert "marks.csv: nothing was changed." in answer.text


def test_a_form_without_a_file_says_so(manager):
    answer = send(manager)

    assert answer.status_code == 422
    assert "Choose a file of results first." in answer.text


def test_a_closed_course_takes_none(manager, graded):
    service.close_course(graded, actor=SYSTEM, now=NOW)

    assert "Results are frozen" in manager.get(PATH).text
    assert send(manager, result_file(result_row(AMINA))).status_code == 409


@pytest.mark.parametrize(
    ("person", "role", "status"), [(TUTOR, Role.TUTOR, 403), (AMINA, None, 403), (STRANGER, None, 404)]
)
def test_who_may_not(browse, graded, person, role, status):
    browser = browse(person, role)

    assert browser.get(PATH).status_code == status
    assert send(browser, result_file()).status_code == status


def test_a_manager_of_another_course_finds_nothing(browse, graded):
    elsewhere = browse(MANAGER, Role.ACTIVITY_MANAGER, graded_course("OTHER-1"))

    assert send(elsewhere, result_file(result_row(AMINA, quiz_1=5))).status_code == 404
