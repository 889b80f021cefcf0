"""The newest entries: of a whole course in one statement, whatever its size, or of some of its participants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, String, bindparam, case, func, null, select, type_coerce

from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceKind
from app.grading.models import GradeEntry, GroupMarkEntry
from app.grading.queries.telling import hidden_entry, hidden_group_mark
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.grading.rules.values import Entry, GroupMark
from app.shared.database import rows_of, session

Recorded: TypeAlias = "tuple[int, int | None, str, str | None]"
"""The part of an entry that results are made from: enrolment, piece, kind, value as stored. A course has thousands."""


_ENTRY: Any = GradeEntry.__table__
_LAST = (
    select(_ENTRY)
    .where(_ENTRY.c.course_id == bindparam("course_id"), _ENTRY.c.enrolment_id == bindparam("enrolment_id"))
    .where(_ENTRY.c.kind == bindparam("kind"))
    .order_by(_ENTRY.c.id.desc())
    .limit(1)
)
_LAST_OF_PIECE = _LAST.where(_ENTRY.c.piece_id == bindparam("piece_id"))
_LAST_OF_NO_PIECE = _LAST.where(_ENTRY.c.piece_id.is_(None))
"""Statements made once: every submission of a quiz passes here."""
_MARK: Any = GroupMarkEntry.__table__
_GROUP_MARKS = select(_MARK).where(
    _MARK.c.id.in_(
        select(func.max(_MARK.c.id)).where(_MARK.c.course_id == bindparam("course_id")).group_by(_MARK.c.group_id)
    )
)
_KNOWN_GROUP_MARKS = _GROUP_MARKS.where(~hidden_group_mark())


def recorded(course_id: int, enrolment_id: int | None = None, *, as_told: bool = False) -> Iterable[Recorded]:
    """Return what counts of a course's entries, or of one participant's.

    `as_told`: as far as participants know it; what is hidden from them waits for its mark.
    """
    if enrolment_id is None:
        return rows_of(_recorded(of_one=False, as_told=as_told), course_id=course_id)
    return rows_of(_recorded(of_one=True, as_told=as_told), course_id=course_id, enrolment_id=enrolment_id)


@cache
def _recorded(*, of_one: bool, as_told: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement made once: a course's page shows each participant the own results."""
    newest = select(func.max(GradeEntry.id)).where(GradeEntry.course_id == bindparam("course_id"))
    if of_one:
        newest = newest.where(GradeEntry.enrolment_id == bindparam("enrolment_id"))
    here = GradeEntry.id.in_(newest.group_by(GradeEntry.enrolment_id, GradeEntry.piece_id, GradeEntry.kind))
    columns = (GradeEntry.enrolment_id, GradeEntry.piece_id, GradeEntry.kind)
    value: ColumnElement[Any] = type_coerce(GradeEntry.value, String)
    told = case((hidden_entry(), null()), else_=value) if as_told else value
    return select(*columns, told).where(here, GradeEntry.state != EntryState.CLEARED)


def entries_of(course_id: int, enrolment_ids: Collection[int]) -> list[Entry]:
    """Return the newest entry of each piece and kind of these participants, cleared ones included."""
    statement = select(GradeEntry).where(GradeEntry.id.in_(_newest(course_id, enrolment_ids)))
    return [_entry(row) for row in session.scalars(statement.order_by(GradeEntry.id))]


def stored_values(
    course_id: int, enrolment_ids: Collection[int]
) -> dict[tuple[int, int | None, EntryKind], tuple[str, Mapping[str, str] | None]]:
    """Return value and criteria of what counts of these participants, by enrolment, piece and kind.

    What was cleared is not there; work that waits for its mark has the value "".
    """
    columns = (GradeEntry.enrolment_id, GradeEntry.piece_id, GradeEntry.kind)
    statement = select(*columns, type_coerce(GradeEntry.value, String), GradeEntry.criteria).where(
        GradeEntry.id.in_(_newest(course_id, enrolment_ids)), GradeEntry.state != EntryState.CLEARED
    )
    return {
        (enrolment_id, piece_id, EntryKind(kind)): (value or "", criteria)
        for enrolment_id, piece_id, kind, value, criteria in session.execute(statement)
    }


def graded_pieces(course_id: int) -> set[int]:
    """Return the pieces of a course of which anything was ever recorded."""
    found = select(GradeEntry.piece_id).where(GradeEntry.course_id == course_id, GradeEntry.piece_id.is_not(None))
    return {piece_id for piece_id in session.scalars(found.distinct()) if piece_id is not None}


def find_entry(course_id: int, enrolment_id: int, kind: EntryKind, piece_id: int | None) -> Entry | None:
    """Return the newest entry of one piece and kind, None where nothing was ever recorded."""
    values = {"course_id": course_id, "enrolment_id": enrolment_id, "kind": kind.value}
    if piece_id is None:
        rows = rows_of(_LAST_OF_NO_PIECE, **values)
    else:
        rows = rows_of(_LAST_OF_PIECE, **values, piece_id=piece_id)
    return next(map(_entry, rows), None)


def find_factor(course: CourseValue, enrolment_id: int) -> Entry | None:
    """Return the newest entry of a member's part in group work; None where there is none, or no group work."""
    pieces = courses.pieces_of(course.id)
    group_work = next((piece for piece in pieces if piece.kind is PieceKind.GROUP), None)
    return find_entry(course.id, enrolment_id, EntryKind.FACTOR, group_work.id) if group_work else None


def history(course_id: int, enrolment_id: int, *, as_told: bool = False) -> list[Entry]:
    """Return every entry of one participant, newest first; `as_told`: those that the participant may know of."""
    statement = select(GradeEntry).where(GradeEntry.course_id == course_id, GradeEntry.enrolment_id == enrolment_id)
    if as_told:
        statement = statement.where(~hidden_entry())
    rows = session.scalars(statement.order_by(GradeEntry.id.desc()), {"course_id": course_id})
    return [_entry(row) for row in rows]


def group_marks(course_id: int) -> dict[int, GroupMark]:
    """Return the newest mark of every group that ever had one, by group id."""
    return {row.group_id: _mark(row) for row in rows_of(_GROUP_MARKS, course_id=course_id)}


def known_group_marks(course_id: int, group_pieces: Sequence[int]) -> dict[int, GroupMark]:
    """Return the newest mark of every group whose members may know it; `group_pieces` are the course's group work."""
    rows = rows_of(_KNOWN_GROUP_MARKS, course_id=course_id, group_pieces=list(group_pieces))
    return {row.group_id: _mark(row) for row in rows}


def find_group_mark(group_id: int) -> GroupMark | None:
    """Return a group's newest mark, None where there was never one."""
    statement = select(GroupMarkEntry).where(GroupMarkEntry.group_id == group_id).order_by(GroupMarkEntry.id.desc())
    row = session.scalars(statement.limit(1)).first()
    return _mark(row) if row else None


def _newest(course_id: int, enrolment_ids: Collection[int] | None) -> Select[int]:
    newest = select(func.max(GradeEntry.id)).where(GradeEntry.course_id == course_id)
    if enrolment_ids is not None:
        newest = newest.where(GradeEntry.enrolment_id.in_(enrolment_ids))
    return newest.group_by(GradeEntry.enrolment_id, GradeEntry.piece_id, GradeEntry.kind)


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row of the table, or its class
    return Entry(
        id=row.id,
        enrolment_id=row.enrolment_id,
        piece_id=row.piece_id,
        kind=EntryKind(row.kind),
        state=EntryState(row.state),
        value=row.value,
        criteria=row.criteria or {},
        reason=row.reason,
        source=Source(row.source),
        actor_id=row.actor_id,
        recorded_at=row.recorded_at,
    )


def _mark(row: Any) -> GroupMark:  # noqa: ANN401 - a row of the table, or its class
    return GroupMark(row.id, row.group_id, row.percent, Source(row.source), row.actor_id, row.recorded_at)
