"""The columns of result files follow the course: nothing of the first course is in the code."""

import io

import pytest

from app.courses.queries import get_course
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.grading import queries, service
from app.grading.rules import Outcome
from app.shared.database import session
from app.shared.errors import RuleBroken, Unreadable
from app.shared.permissions import SYSTEM
from tests.conftest import NOW
from tests.courses.cast import ADA, BEN, roster_file
from tests.courses.samples import EXAMPLE
from tests.grading.cast import import_bytes

HEADER = "email,records,final_test,essay_figures,essay_reasons,essay_reader"


@pytest.fixture
def course(app):
    course = load_definition(read_definition(EXAMPLE.read_bytes()), actor=SYSTEM, now=NOW).course
    import_roster(course, io.BytesIO(roster_file(ADA, BEN)), max_megabytes=1, actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(course.code)


def bring(course, header, *lines):
    return import_bytes(course, "\n".join([header, *lines, ""]).encode())


def test_a_course_without_group_work_or_bonus_has_other_columns(course):
    assert service.result_columns(course).required == HEADER.split(",")


def test_its_results_count_by_its_own_weights_maxima_and_thresholds(course):
    bring(course, HEADER, f"{ADA['email']},5,15,20,10,5", f"{BEN['email']},0,8,,,")

    ada, ben = queries.gradebook(course).rows
    assert (ada.derivation.total, ada.derivation.outcome) == (100, Outcome.ACHIEVEMENT)
    assert (ben.derivation.quiz_points, ben.derivation.pieces_done) == (18, 2)


def test_a_quiz_has_its_own_maximum_and_a_criterion_too(course):
    with pytest.raises(Unreadable) as refusal:
        bring(course, HEADER, f"{ADA['email']},6,16,20.5,10,5.1")

    assert [problem.where for problem in refusal.value.problems] == [
        "records",
        "final_test",
        "essay_figures",
        "essay_reader",
    ]


def test_a_column_for_a_bonus_may_stand_there_empty_but_gives_none(course):
    bring(course, f"{HEADER},bonus,group", f"{ADA['email']},5,15,20,10,5,0,1", f"{BEN['email']},1,,,,,,")

    with pytest.raises(Unreadable) as refusal:
        bring(course, f"{HEADER},bonus", f"{ADA['email']},5,15,20,10,5,3")

    assert str(refusal.value.problems[0].reason) == "This course has no bonus."


def test_group_marks_and_parts_in_group_work_are_refused(course):
    enrolment = queries.gradebook(course).rows[0].enrolment
    with pytest.raises(Unreadable):
        service.read_group_marks(course, io.BytesIO(b"group,mark_percent\n1,50\n"), max_megabytes=1)
    for verb, code in (
        (lambda: service.record_factor(course, enrolment.id, None, actor=SYSTEM, now=NOW), "no_group_work"),
        (lambda: service.record_group_mark(course, 1, None, actor=SYSTEM, now=NOW), "no_group_work"),
        (lambda: service.record_bonus(course, enrolment.id, None, "x", actor=SYSTEM, now=NOW), "no_bonus"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            verb()
        assert refusal.value.code == code


def test_the_export_has_a_column_for_each_of_its_pieces(course, run):
    bring(course, HEADER, f"{ADA['email']},5,15,20,10,5")

    header = run.invoke(args=["grades", "export", course.code]).stdout.splitlines()[0]

    assert header.endswith("score_records,score_final_test,score_budget,excused")
    assert "factor_" not in header
