"""What is recorded of a participant's own work, one piece at a time: quiz scores, essays handed in, essays marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.grading.queries import Entry
from app.grading.rules.entries import EntryKind, Source
from app.grading.service.adding import add_entry
from app.grading.service.checks import Check, in_range, piece_of, reason_given, turn, unconditional
from app.grading.service.course_lock import open_course
from app.grading.service.wanted import NOTHING, Wanted, criteria_wanted
from app.shared.errors import Problem, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def record_score(
    course: CourseValue,
    enrolment_id: int,
    piece_key: str,
    score: Fraction | None,
    *,
    actor: Actor,
    now: datetime,
    source: Source = Source.TUTOR,
    reason: str = "",
    everybody: bool = False,
) -> Entry:
    """Record the right answers of a quiz, 0 to its maximum; None: as if it was never taken.

    `everybody`: also of somebody who left the course, which counts once they are back.
    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed), `Unreadable`.
    """
    actor.require(Permission.IMPORT_RESULTS, course.id)
    course = open_course(course)
    piece = piece_of(course, piece_key, PieceKind.QUIZ)
    in_range(piece_key, score, piece.maximum)
    return _record(
        course,
        enrolment_id,
        piece,
        Wanted(score),
        actor=actor,
        now=now,
        source=source,
        reason=reason,
        everybody=everybody,
    )


def record_criteria(
    course: CourseValue,
    enrolment_id: int,
    piece_key: str,
    criteria: Mapping[str, Fraction] | None,
    *,
    actor: Actor,
    now: datetime,
    source: Source = Source.TUTOR,
    reason: str = "",
    check: Check = unconditional,
    everybody: bool = False,
) -> Entry:
    """Record an essay's final mark, every criterion from 0 to its maximum; None: as if it was never handed in.

    `everybody`: also of somebody who left the course, which counts once they are back.
    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed), `Unreadable`.
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    course = open_course(course)
    piece = piece_of(course, piece_key, PieceKind.ESSAY)
    wanted = NOTHING if criteria is None else criteria_wanted(_complete(piece, criteria))
    return _record(
        course,
        enrolment_id,
        piece,
        wanted,
        actor=actor,
        now=now,
        source=source,
        reason=reason,
        check=check,
        everybody=everybody,
    )


def record_submission(
    course: CourseValue,
    enrolment_id: int,
    piece_key: str,
    *,
    actor: Actor,
    now: datetime,
    source: Source = Source.TUTOR,
) -> Entry:
    """Record that an essay was handed in and waits for its mark: done (rule 5), and closing asks for it (rule 14).

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed).
    """
    actor.require(Permission.IMPORT_RESULTS, course.id)
    course = open_course(course)
    piece = piece_of(course, piece_key, PieceKind.ESSAY)
    return _record(course, enrolment_id, piece, Wanted(None, submitted=True), actor=actor, now=now, source=source)


def _record(
    course: CourseValue,
    enrolment_id: int,
    piece: PieceValue,
    wanted: Wanted,
    *,
    actor: Actor,
    now: datetime,
    source: Source,
    reason: str = "",
    check: Check = unconditional,
    everybody: bool = False,
) -> Entry:
    kind = EntryKind.CRITERIA if piece.kind is PieceKind.ESSAY else EntryKind.SCORE
    given = reason_given(reason, unless=None)
    enrolment = turn(course, enrolment_id, everybody=everybody)
    return add_entry(
        course, enrolment, piece, kind, wanted, actor=actor, now=now, reason=given, source=source, check=check
    )


def _complete(piece: PieceValue, criteria: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the criteria in the piece's order. Raises `Unreadable` where one is missing, unknown or out of range."""
    known = {criterion.key: criterion.maximum for criterion in piece.criteria}
    missing = [Problem(text("This criterion has no points."), key) for key in known if key not in criteria]
    unknown = [Problem(text("The essay has no such criterion."), key) for key in criteria if key not in known]
    if missing or unknown:
        raise Unreadable(problems=[*missing, *unknown])
    for key, maximum in known.items():
        in_range(key, criteria[key], maximum)
    return {key: criteria[key] for key in known}
