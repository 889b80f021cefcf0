"""What a decision on a remark changes: the mark of a piece, or a member's part in group work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.grading import queries
from app.grading.rules.remarks import RemarkValue
from app.grading.service.recording import record_factor, record_group_mark
from app.grading.service.work import record_criteria, record_score
from app.shared.errors import Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor
from app.shared.wording import text

NewMark = Mapping[str, Fraction] | Fraction
"""The points of an essay's criteria; right answers of a quiz; the percent of a group's work."""


def piece_of_remark(course: CourseValue, remark: RemarkValue) -> PieceValue:
    """Return the piece that a remark is about."""
    return next(piece for piece in courses.pieces_of(course.id) if piece.id == remark.piece_id)


def change_mark(
    course: CourseValue,
    remark: RemarkValue,
    enrolment: EnrolmentValue,
    mark: NewMark,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Fraction:
    """Record the new mark; return the score that it makes."""
    _check_still_open(course)
    piece = piece_of_remark(course, remark)
    score = mark if isinstance(mark, Fraction) else sum(mark.values(), Fraction(0))
    if score == remark.score_before and piece.kind is not PieceKind.ESSAY:
        raise Unreadable(problems=[Problem(text("This is the mark as it stands. Uphold it instead."), "mark")])
    if piece.kind is PieceKind.GROUP:
        _change_group_mark(course, remark.group_id, score, actor=actor, now=now)
    elif isinstance(mark, Mapping):
        record_criteria(course, enrolment.id, piece.key, mark, reason=reason, actor=actor, now=now, everybody=True)
    else:
        record_score(course, enrolment.id, piece.key, mark, reason=reason, actor=actor, now=now, everybody=True)
    return score


def change_factor(
    course: CourseValue,
    remark: RemarkValue,
    enrolment: EnrolmentValue,
    factor: Fraction,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Fraction:
    """Record the member's new part; return the group's mark, which is what it was."""
    _check_still_open(course)
    if piece_of_remark(course, remark).kind is not PieceKind.GROUP:
        raise RuleBroken(text("Only group work has a participation factor."), code="no_factor")
    stored = queries.find_factor(course, enrolment.id)
    if stored and stored.value == factor:
        raise Unreadable(problems=[Problem(text("This is the factor as it stands. Uphold it instead."), "factor")])
    record_factor(course, enrolment.id, factor, reason, actor=actor, now=now, everybody=True)
    return remark.score_before


def _check_still_open(course: CourseValue) -> None:
    if course.is_closed:
        raise RuleBroken(
            text("The course is closed: a manager changes the result by a signed correction."), code="needs_correction"
        )


def _change_group_mark(
    course: CourseValue, group_id: int | None, percent: Fraction, *, actor: Actor, now: datetime
) -> None:
    if group_id is None:
        raise RuleBroken(
            text("The re-mark is about the work of no group: there is no mark to change."), code="no_group"
        )
    record_group_mark(course, group_id, percent, actor=actor, now=now)
