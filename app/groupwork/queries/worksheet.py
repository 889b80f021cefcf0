"""Reads of a group's worksheet: what its cells say, how they came to say it, and who is at them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.queries import people_by_id
from app.groupwork.models import WorksheetCell, WorksheetPresence, WorksheetRevision
from app.groupwork.rules.worksheet import SEEN_FOR, CellValue, Editing, Place, Revision
from app.shared.database import rows_of

_CELL = (
    WorksheetCell.row_key,
    WorksheetCell.column_key,
    WorksheetCell.text,
    WorksheetCell.version,
    WorksheetCell.saved_at,
    WorksheetCell.saved_by,
)


def cells_of(group_id: int) -> dict[Place, CellValue]:
    """Return the cells that somebody wrote in; two statements."""
    return _read(select(*_CELL).where(WorksheetCell.group_id == group_id))


def cell_of(group_id: int, place: Place) -> CellValue:
    """Return what a cell says; version 0 where nobody wrote in it; two statements."""
    here = (WorksheetCell.group_id == group_id, WorksheetCell.row_key == place[0], WorksheetCell.column_key == place[1])
    return _read(select(*_CELL).where(*here)).get(place, CellValue(*place))


def revisions_of(group_id: int, place: Place) -> tuple[Revision, ...]:
    """Return everything that a cell ever said, the newest first; two statements."""
    statement = (
        select(WorksheetRevision.number, WorksheetRevision.text, WorksheetRevision.saved_at, WorksheetRevision.saved_by)
        .join(WorksheetCell, WorksheetCell.id == WorksheetRevision.cell_id)
        .where(WorksheetCell.group_id == group_id)
        .where(WorksheetCell.row_key == place[0], WorksheetCell.column_key == place[1])
        .order_by(WorksheetRevision.number.desc())
    )
    rows = rows_of(statement)
    people = people_by_id(row.saved_by for row in rows)
    return tuple(Revision(row.number, row.text, row.saved_at, people[row.saved_by].name) for row in rows)


def editing_in(group_id: int, now: datetime) -> tuple[Editing, ...]:
    """Return who was seen typing within the last minute, the latest first; two statements."""
    statement = (
        select(
            WorksheetPresence.person_id,
            WorksheetPresence.row_key,
            WorksheetPresence.column_key,
            WorksheetPresence.seen_at,
        )
        .where(WorksheetPresence.group_id == group_id, WorksheetPresence.seen_at > now - SEEN_FOR)
        .order_by(WorksheetPresence.seen_at.desc(), WorksheetPresence.person_id)
    )
    rows = rows_of(statement)
    people = people_by_id(row.person_id for row in rows)
    return tuple(
        Editing(row.person_id, people[row.person_id].name, row.row_key, row.column_key, row.seen_at) for row in rows
    )


def _read(statement: Select[*tuple[Any, ...]]) -> dict[Place, CellValue]:
    rows = rows_of(statement)
    people = people_by_id(row.saved_by for row in rows)
    return {
        (row.row_key, row.column_key): CellValue(
            row.row_key, row.column_key, row.text, row.version, row.saved_at, people[row.saved_by].name
        )
        for row in rows
    }
