"""The gradebook: everybody's standing and what follows from it, in a handful of statements whatever the size."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.accounts.rules import email_key
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading.queries.entries import group_marks, known_group_marks, recorded
from app.grading.queries.frozen import frozen_results
from app.grading.queries.plans import plan_of, policy_of
from app.grading.queries.standings import standings
from app.grading.queries.telling import group_pieces
from app.grading.rules import Deriver
from app.grading.rules.values import Gradebook, GradebookRow, GroupMark


def gradebook(
    course: CourseValue, sponsor: str | None = None, *, as_told: bool = False, everybody: bool = False
) -> Gradebook:
    """Return the rows of all participants, or of one sponsor's, sorted by e-mail.

    Before closing they are derived from the newest entries; after it they are the frozen results. `as_told`: each row
    as its participant may see it. `everybody`: those who left the course included, as what is recorded of them says.
    """
    pieces = courses.pieces_of(course.id)
    found = courses.everybody_of if everybody else courses.roster
    enrolments = found(course.id, sponsor=sponsor)
    marks = known_marks(course.id, pieces) if as_told else marks_of(course.id)
    there = {enrolment.group_id for enrolment in enrolments}
    return Gradebook(
        course=course,
        pieces=tuple(pieces),
        plan=plan_of(course),
        policy=policy_of(course),
        rows=tuple(_rows(course, enrolments, pieces, marks, as_told=as_told)),
        groups_with_mark=sum(sponsor is None or group_id in there for group_id in marks),
        marked_groups=frozenset(marks),
    )


def staying(everybody: Gradebook, sponsor: str | None = None) -> Gradebook:
    """Return a gradebook of everybody without those who left the course."""
    rows = tuple(row for row in everybody.rows if row.enrolment.withdrawn_at is None)
    there = {row.enrolment.group_id for row in rows}
    marked = sum(sponsor is None or group_id in there for group_id in everybody.marked_groups)
    return replace(everybody, rows=rows, groups_with_mark=marked)


def gradebook_page(
    course: CourseValue, after: bytes, limit: int, *, as_told: bool = False
) -> tuple[list[GradebookRow], bool]:
    """Return up to `limit` rows whose addresses come after `after` (as sorted: their keys' bytes), and whether more do.

    Only these rows are derived. `as_told`: each as its participant may see it.
    """
    enrolments = courses.roster(course.id)
    start = bisect_right(enrolments, after, key=lambda one: email_key(one.email).encode())
    some = enrolments[start : start + limit]
    pieces = courses.pieces_of(course.id)
    marks = known_marks(course.id, pieces) if as_told else marks_of(course.id)
    rows = _rows(course, some, pieces, marks, as_told=as_told)
    return rows, start + limit < len(enrolments)


def row_of(course: CourseValue, enrolment_id: int) -> GradebookRow:
    """Return one participant's row. Raises `NotFound` for an enrolment that is not of this course."""
    return row_for(course, courses.get_enrolment(course.id, enrolment_id), courses.pieces_of(course.id))


def row_for(course: CourseValue, enrolment: EnrolmentValue, pieces: Sequence[PieceValue]) -> GradebookRow:
    """Return the row of a participant who, like the course's pieces, was read already: two statements."""
    return _rows(course, [enrolment], pieces, marks_of(course.id), enrolment.id)[0]


def own_row(course: CourseValue, enrolment: EnrolmentValue, pieces: Sequence[PieceValue]) -> GradebookRow:
    """Return the row of a participant as this participant may see it: marks that are not released wait; two statements.

    Everything that a participant is shown is made from this one.
    """
    return _rows(course, [enrolment], pieces, known_marks(course.id, pieces), enrolment.id, as_told=True)[0]


def marks_of(course_id: int) -> dict[int, Fraction]:
    """Return the percent of every group that has a mark, by group id."""
    return _percents(group_marks(course_id))


def known_marks(course_id: int, pieces: Sequence[PieceValue]) -> dict[int, Fraction]:
    """Return the percent of every group that has a mark which its members may know, by group id."""
    return _percents(known_group_marks(course_id, group_pieces(pieces)))


def _percents(newest: dict[int, GroupMark]) -> dict[int, Fraction]:
    return {group_id: mark.percent for group_id, mark in newest.items() if mark.percent is not None}


def _rows(
    course: CourseValue,
    enrolments: Sequence[EnrolmentValue],
    pieces: Sequence[PieceValue],
    marks: dict[int, Fraction],
    only: int | None = None,
    *,
    as_told: bool = False,
) -> list[GradebookRow]:
    """Return the rows of `enrolments`; `only` says that they are this one."""
    frozen = frozen_results(course.id, only) if course.is_closed else {}
    live = [enrolment for enrolment in enrolments if enrolment.id not in frozen]
    rows = _derived(course, live, pieces, marks, only, as_told=as_told) if live else {}
    for enrolment in enrolments:
        if enrolment.id in frozen:
            result_id, standing, derivation = frozen[enrolment.id]
            rows[enrolment.id] = GradebookRow(enrolment, standing, derivation, result_id)
    return [rows[enrolment.id] for enrolment in enrolments]


def _derived(
    course: CourseValue,
    enrolments: Sequence[EnrolmentValue],
    pieces: Sequence[PieceValue],
    marks: dict[int, Fraction],
    only: int | None,
    *,
    as_told: bool,
) -> dict[int, GradebookRow]:
    derive = Deriver(plan_of(course), policy_of(course)).derive
    made = standings(enrolments, pieces, recorded(course.id, only, as_told=as_told), marks)
    return {
        enrolment.id: GradebookRow(enrolment, standing, derive(standing))
        for enrolment, standing in zip(enrolments, made, strict=True)
    }
