"""The rows of a definition that other tables point at: each keeps its row while it keeps its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.courses.models import CourseSession, Piece, Week
from app.courses.rules import Definition, utc
from app.courses.rules import Piece as PlannedPiece
from app.courses.rules import Session as PlannedSession
from app.shared.database import session

Columns = Mapping[str, Any]


def store_parts(course_id: int, definition: Definition) -> None:
    """Bring the rows of a course in line with its definition."""
    weeks = {week.number: {"title": dict(week.title), "starts_on": week.starts} for week in definition.weeks}
    _align(Week, "number", course_id, weeks)
    _align(CourseSession, "key", course_id, {entry.key: _session(entry) for entry in definition.sessions})
    pieces = {
        piece.key: _piece(piece, position, definition.timezone)
        for position, piece in enumerate(definition.pieces, start=1)
    }
    _align(Piece, "key", course_id, pieces)
    session.flush()


def _align(table: type[Week | CourseSession | Piece], name: str, course_id: int, wanted: Mapping[Any, Columns]) -> None:
    """Change, add and delete rows so that there is one for each wanted `name`, with these columns."""
    stored = {getattr(row, name): row for row in session.scalars(select(table).where(table.course_id == course_id))}
    for key, columns in wanted.items():
        row = stored.pop(key, None)
        if row is None:
            session.add(table(course_id=course_id, **{name: key}, **columns))
            continue
        for column, value in columns.items():
            setattr(row, column, value)
    for row in stored.values():
        session.delete(row)


def _session(planned: PlannedSession) -> Columns:
    return {
        "kind": planned.kind.value,
        "title": dict(planned.title),
        "week": planned.week,
        "starts_at": planned.starts_at,
        "ends_at": planned.ends_at,
        "timezone": planned.timezone,
        "note": dict(planned.note),
    }


def _piece(planned: PlannedPiece, position: int, zone: str) -> Columns:
    return {
        "kind": planned.kind.value,
        "position": position,
        "title": dict(planned.title),
        "maximum": planned.maximum,
        "criteria": [criterion.to_data() for criterion in planned.criteria],
        "week": planned.week,
        "opens_at": utc(planned.opens.day, planned.opens.at, zone) if planned.opens else None,
        "closes_at": utc(planned.closes.day, planned.closes.at, zone) if planned.closes else None,
        "minutes": planned.minutes,
    }
