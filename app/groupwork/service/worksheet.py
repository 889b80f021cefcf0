"""Writing in the worksheet, cell by cell, so that nobody overwrites unseen what somebody else wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.courses.queries import member_acting
from app.courses.rules import CourseValue
from app.groupwork.models import WorksheetCell, WorksheetPresence, WorksheetRevision
from app.groupwork.queries.inside import get_shape
from app.groupwork.queries.worksheet import cell_of
from app.groupwork.rules.worksheet import CellChanged, CellValue, Place, check_cell
from app.groupwork.service.beginning import begin_as_member
from app.shared.database import session
from app.shared.permissions import Actor


def save_cell(
    course: CourseValue,
    group_id: int,
    place: Place,
    unsafe_text: str,
    base_version: int,
    *,
    actor: Actor,
    now: datetime,
) -> CellValue:
    """Write in a cell over the version that its writer saw (0: an empty one); the same text again changes nothing.

    Every version is kept. Raises `NotAllowed` (staff read), `NotFound` (another group's member, no such cell),
    `Unreadable` (too long), `CellChanged` with both texts, `RuleBroken` (`course_closed`).
    """
    member = begin_as_member(course, group_id, actor)
    get_shape(course.id).check(place)
    words = check_cell(unsafe_text)
    stored = cell_of(group_id, place)
    if stored.text == words:
        return stored
    if stored.version != base_version:
        raise CellChanged(stored, words)
    cell_id = _write(course.id, group_id, place, words, stored.version + 1, saved_by=member.person_id, now=now)
    revision = {"cell_id": cell_id, "number": stored.version + 1, "text": words, "saved_at": now}
    by = {"saved_by": member.person_id, "enrolment_id": member.id}
    session.execute(insert(WorksheetRevision), [{**revision, **by}])
    return cell_of(group_id, place)


def note_presence(course: CourseValue, group_id: int, place: Place, *, actor: Actor, now: datetime) -> None:
    """Note that a member is typing in a cell: one row a member, so that "who is editing" costs nothing to keep.

    Raises `NotAllowed`, `NotFound` (another group's member, no such cell).
    """
    member = member_acting(course.id, group_id, actor)
    get_shape(course.id).check(place)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"row_key": place[0], "column_key": place[1], "seen_at": now}
    session.execute(
        dialect.insert(WorksheetPresence)
        .values(group_id=group_id, person_id=member.person_id, **values)
        .on_conflict_do_update(index_elements=["group_id", "person_id"], set_=values)
    )


def _write(
    course_id: int, group_id: int, place: Place, words: str, version: int, *, saved_by: int, now: datetime
) -> int:
    """Write what a cell says; return its id. One writer at a time is in the group by now."""
    content: dict[str, Any] = {"text": words, "version": version, "saved_at": now, "saved_by": saved_by}
    if version == 1:
        row = WorksheetCell(course_id=course_id, group_id=group_id, row_key=place[0], column_key=place[1], **content)
        session.add(row)
        session.flush()
        return row.id
    here = (
        WorksheetCell.group_id == group_id,
        WorksheetCell.row_key == place[0],
        WorksheetCell.column_key == place[1],
    )
    session.execute(update(WorksheetCell).where(*here).values(**content))
    return session.scalars(select(WorksheetCell.id).where(*here)).one()
