"""The page of one participant, and its forms: what was typed stays, and nobody overwrites unseen."""

import re
from fractions import Fraction

import pytest

from app.grading import queries, service
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, EXPERT, MANAGER, STRANGER, csrf_token
from tests.conftest import NOW
from tests.grading.cast import DIDIER, TINA, all_done, enrolment_of, graded_course, import_rows, mark_groups, row_of

pytestmark = pytest.mark.alike


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82)
    import_rows(graded, all_done(AMINA, essay=0, quiz=10), all_done(BONGANI))
    return graded


@pytest.fixture
def tutor(browse, course):
    return browse(TINA, Role.TUTOR)


@pytest.fixture
def manager(browse, course):
    return browse(MANAGER, Role.ACTIVITY_MANAGER)


@pytest.fixture
def path(course):
    return f"/courses/A9714776/gradebook/{enrolment_of(course, AMINA)}"


def send(browser, path, form, version=None, **typed):
    if version is None:
        below = browser.get(path).text.partition(f'action="{path}/{form}#')[2]
        shown = re.search(r'name="version" value="(\d*)"', below)
        version = shown[1] if shown else ""
    return browser.post(f"{path}/{form}", data={"csrf_token": csrf_token(browser), "version": version, **typed})


def test_it_shows_result_derivation_and_history(tutor, path):
    page = tutor.get(path).text

    for words in (
        AMINA.email,
        "mark 82 of 100, times the participation factor 1",
        "Ministry of Labour",
        "imported",
        "54.60",
    ):
        assert words in page, words


def test_managers_see_the_readings_that_would_change_the_outcome(tutor, manager, course, path):
    service.record_bonus(course, enrolment_of(course, AMINA), Fraction(10), "Forum", actor=SYSTEM, now=NOW)

    assert "Without the bonus this person would reach Participation." in manager.get(path).text
    assert "Without the bonus this person" not in tutor.get(path).text


def test_a_bonus_is_recorded_and_stands_in_the_history(tutor, course, path):
    answer = send(tutor, path, "bonus", bonus="10", reason="Every webinar")

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    page = tutor.get(path).text
    assert "The bonus is recorded." in page
    assert "Every webinar" in page
    assert "Tina Tutor" in page
    assert row_of(course, AMINA).derivation.bonus_used == 10


def test_another_bonus_is_typed_with_point_or_comma(tutor, course, path):
    assert send(tutor, path, "bonus", bonus="other", bonus_other="7,5", reason="Forum").status_code == 303

    assert row_of(course, AMINA).standing.bonus == Fraction("7.5")


def test_a_bonus_without_reason_comes_back_with_what_was_typed(tutor, course, path):
    answer = send(tutor, path, "bonus", bonus="other", bonus_other="3", reason="")

    assert answer.status_code == 422
    assert "A bonus needs a written reason." in answer.text
    assert 'value="3"' in answer.text
    assert row_of(course, AMINA).standing.bonus is None


def test_a_factor_is_recorded(tutor, course, path):
    assert send(tutor, path, "factor", factor="partial").status_code == 303
    assert send(tutor, path, "factor", factor="other", factor_other="1/3", reason="Came late").status_code == 303

    assert row_of(course, AMINA).standing.piece("group_work").factor == Fraction(1, 3)


@pytest.mark.parametrize(
    "typed", [{"factor": "other", "factor_other": "2"}, {"factor": "other", "factor_other": "0.3"}, {}]
)
def test_a_factor_that_means_nothing_or_lacks_its_reason_comes_back(tutor, course, path, typed):
    assert send(tutor, path, "factor", **typed).status_code == 422
    assert row_of(course, AMINA).standing.piece("group_work").factor == 1


def test_a_form_that_somebody_overtook_comes_back_with_the_present_state(tutor, course, path):
    service.record_bonus(course, enrolment_of(course, AMINA), Fraction(1), "Faster", actor=SYSTEM, now=NOW)

    answer = send(tutor, path, "bonus", version="", bonus="10", reason="Slower")

    assert answer.status_code == 412
    assert "Slower" in answer.text
    assert row_of(course, AMINA).standing.bonus == 1
    assert send(tutor, path, "bonus", bonus="10", reason="Having read it").status_code == 303


def test_a_tutor_marks_an_essay_criterion_by_criterion(tutor, course, path):
    marks = {"clarity": "8,5", "alignment": "7", "coherence": "6", "gender": "9.25"}

    assert send(tutor, path, "marks", **marks).status_code == 303

    assert row_of(course, AMINA).standing.piece("essay").score == Fraction("30.75")


def test_an_essay_with_a_wrong_criterion_comes_back_with_each_problem(manager, course, path):
    answer = send(manager, path, "marks", clarity="11", alignment="7", coherence="", gender="9")

    assert answer.status_code == 422
    assert "11 lies outside 0 to 10." in answer.text
    assert 'value="11"' in answer.text
    assert row_of(course, AMINA).standing.piece("essay").score == 0


def test_after_closing_there_are_no_forms_and_nothing_is_recorded(tutor, course, path):
    service.close_course(course, actor=SYSTEM, now=NOW)

    assert "/bonus#bonus" not in tutor.get(path).text
    assert send(tutor, path, "bonus", bonus="10", reason="Too late").status_code == 409


def test_somebody_in_no_group_gets_no_factor_form(tutor, course):
    page = tutor.get(f"/courses/A9714776/gradebook/{enrolment_of(course, DIDIER)}").text

    assert "/factor#factor" not in page


@pytest.mark.parametrize(
    ("person", "role", "statuses"),
    [
        (EXPERT, Role.EXPERT, (200, 403)),
        (ASSISTANT, Role.ASSISTANT, (403, 403)),
        (AMINA, None, (403, 403)),
        (STRANGER, None, (404, 404)),
    ],
)
def test_who_may_see_it_and_who_may_record(browse, path, person, role, statuses):
    browser = browse(person, role)
    view, record = statuses

    assert browser.get(path).status_code == view
    for form in ("factor", "bonus", "marks"):
        assert browser.post(f"{path}/{form}", data={"csrf_token": csrf_token(browser)}).status_code == record


def test_a_participant_of_another_course_is_not_found(tutor, path):
    other = graded_course("OTHER-1")

    assert tutor.get(f"/courses/A9714776/gradebook/{enrolment_of(other, AMINA)}").status_code == 404
    assert tutor.get(path.replace("A9714776", "OTHER-1")).status_code == 404


def test_without_a_csrf_token_nothing_is_recorded(tutor, course, path):
    assert tutor.post(f"{path}/bonus", data={"bonus": "10", "reason": "x", "version": ""}).status_code == 400
    assert queries.entries_of(course.id, [enrolment_of(course, DIDIER)]) == []
