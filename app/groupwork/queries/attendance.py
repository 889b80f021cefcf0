"""Reads of who was at which working session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import SessionKind, SessionValue
from app.groupwork.models import AttendanceNote
from app.groupwork.rules.values import Attendance
from app.shared.database import rows_of


@dataclass(frozen=True, slots=True)
class Noted:
    """One note: who was there or not, by whom and when; `noted_by` is empty for the system itself."""

    enrolment_id: int
    session_key: str
    state: Attendance
    noted_at: datetime
    noted_by: str


def working_sessions(course_id: int) -> tuple[SessionValue, ...]:
    """Return the sessions of the agenda at which groups work, earliest first."""
    return tuple(one for one in courses.sessions_of(course_id) if one.kind is SessionKind.GROUP)


def notes_in(group_id: int) -> tuple[Noted, ...]:
    """Return every note about a group's sessions, the earliest first: the last one of a member counts.

    Two statements.
    """
    statement = (
        select(
            AttendanceNote.enrolment_id,
            AttendanceNote.session_key,
            AttendanceNote.state,
            AttendanceNote.noted_at,
            AttendanceNote.noted_by,
        )
        .where(AttendanceNote.group_id == group_id)
        .order_by(AttendanceNote.id)
    )
    rows = rows_of(statement)
    people = people_by_id(row.noted_by for row in rows if row.noted_by is not None)
    return tuple(
        Noted(
            enrolment_id=row.enrolment_id,
            session_key=row.session_key,
            state=Attendance(row.state),
            noted_at=row.noted_at,
            noted_by=people[row.noted_by].name if row.noted_by in people else "",
        )
        for row in rows
    )
