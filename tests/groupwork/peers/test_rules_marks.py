"""What tutors' marks of a group come to: mean, agreed, or not yet."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.courses.rules import Criterion
from app.groupwork.rules.marks import MarkingState, check_agreeable, percent_of, round_for, verdict
from app.groupwork.rules.marks_criteria import Rubric
from app.groupwork.rules.settings import MarkingSettings
from app.rubrics.rules import MarkContent, MarkState, MarkValue, Round, Subject, SubjectKind
from app.shared.errors import RuleBroken
from tests.conftest import NOW

RUBRIC = Rubric(
    (Criterion("analysis", {"en": "A"}, Fraction(20)), Criterion("measures", {"en": "M"}, Fraction(30))), {}
)


def mark(in_round: Round, analysis: object, measures: object, *, final: bool = True, marker: int = 1) -> MarkValue:
    content = MarkContent({"analysis": Fraction(str(analysis)), "measures": Fraction(str(measures))})
    state = MarkState.FINAL if final else MarkState.DRAFT
    subject = Subject(SubjectKind.GROUP, 1, 1, 1)
    return MarkValue(1, subject, in_round, marker, state, content, 1, NOW, NOW if final else None)


def settled(*marks: MarkValue, markers: int = 1, tolerance: int = 15) -> tuple:
    found = verdict(marks, RUBRIC, MarkingSettings(markers, Fraction(tolerance)))
    return found.state, found.percent, found.apart


def test_percent_is_the_share_of_the_maximum_exactly() -> None:
    assert percent_of(mark(Round.FIRST, "12.5", 20).content, RUBRIC) == 65
    assert percent_of(mark(Round.FIRST, "1/3", 0).content, RUBRIC) == Fraction(2, 3)


def test_drafts_do_not_count() -> None:
    assert settled(mark(Round.FIRST, 20, 30, final=False)) == (MarkingState.NONE, None, ())


def test_one_marker_is_enough_unless_the_course_wants_two() -> None:
    assert settled(mark(Round.FIRST, 20, 30)) == (MarkingState.MEAN, 100, ())
    assert settled(mark(Round.FIRST, 20, 30), markers=2) == (MarkingState.WAITING, None, ())


def test_marks_that_lie_close_count_by_their_mean_and_the_tolerance_itself_is_close() -> None:
    assert settled(mark(Round.FIRST, 10, 20), mark(Round.SECOND, 13, "24.5")) == (
        MarkingState.MEAN,
        Fraction(135, 2),
        (),
    )


def test_marks_apart_in_one_criterion_count_nothing_until_agreed() -> None:
    one, other = mark(Round.FIRST, 10, 20), mark(Round.SECOND, "13.01", 20)
    assert settled(one, other) == (MarkingState.APART, None, ("analysis",))
    assert settled(one, other, mark(Round.AGREED, 12, 20)) == (MarkingState.AGREED, 64, ())
    assert settled(one, other, mark(Round.AGREED, 12, 20, final=False))[0] is MarkingState.APART


def test_peers_and_training_are_no_tutors_marks() -> None:
    assert settled(mark(Round.PEER, 20, 30), mark(Round.CALIBRATION, 20, 30))[0] is MarkingState.NONE


def test_a_tutor_keeps_the_round_begun_and_three_are_enough() -> None:
    marks = [mark(Round.FIRST, 1, 1, marker=5), mark(Round.THIRD, 1, 1, marker=7)]
    assert [round_for(marks, marker) for marker in (5, 7, 8)] == [Round.FIRST, Round.THIRD, Round.SECOND]
    with pytest.raises(RuleBroken, match="Three tutors"):
        round_for([*marks, mark(Round.SECOND, 1, 1, marker=6)], 8)


def test_one_mark_is_nothing_to_agree_on() -> None:
    drafts = [mark(Round.FIRST, 1, 1), mark(Round.SECOND, 1, 1, final=False)]
    with pytest.raises(RuleBroken, match="Two tutors"):
        check_agreeable(drafts)
    check_agreeable([mark(Round.FIRST, 1, 1), mark(Round.SECOND, 1, 1)])
