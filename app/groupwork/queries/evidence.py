"""What the system saw of each member's part in group work, beside which a tutor decides on factors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from app.courses import queries as courses
from app.courses.rules import SessionKind
from app.groupwork.models import AttendanceNote, GroupPost, GroupTask, WorksheetCell, WorksheetRevision
from app.groupwork.rules.values import Attendance, Channel, Evidence
from app.shared.database import rows_of

Counts = dict[int, int]


def evidence_of(course_id: int) -> dict[int, Evidence]:
    """Return the evidence on every participant of a course, by enrolment; the same six statements for any number.

    What was done in an earlier group counts; hidden posts and tasks taken back do not.
    """
    sessions = [one.key for one in courses.sessions_of(course_id) if one.kind is SessionKind.GROUP]
    tasks = {one: (of, done) for one, of, done in rows_of(_tasks(course_id))}
    attended, revisions, posts = (
        _counts(statement) for statement in (_attended(course_id, sessions), _revisions(course_id), _posts(course_id))
    )
    return {
        one.id: Evidence(
            tasks_done=tasks.get(one.id, (0, 0))[1],
            tasks_of=tasks.get(one.id, (0, 0))[0],
            sessions_attended=attended.get(one.id, 0),
            sessions_of=len(sessions),
            worksheet_revisions=revisions.get(one.id, 0),
            posts=posts.get(one.id, 0),
        )
        for one in courses.roster(course_id)
    }


def _counts(statement: Select[*tuple[Any, ...]]) -> Counts:
    return {row[0]: row[1] for row in rows_of(statement)}


def _tasks(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(GroupTask.enrolment_id, func.count(), func.count(GroupTask.done_at))
        .where(GroupTask.course_id == course_id, GroupTask.withdrawn_at.is_(None))
        .group_by(GroupTask.enrolment_id)
    )


def _attended(course_id: int, sessions: list[str]) -> Select[*tuple[Any, ...]]:
    newest = (
        select(func.max(AttendanceNote.id))
        .where(AttendanceNote.course_id == course_id, AttendanceNote.session_key.in_(sessions))
        .group_by(AttendanceNote.session_key, AttendanceNote.enrolment_id)
    )
    return (
        select(AttendanceNote.enrolment_id, func.count())
        .where(AttendanceNote.id.in_(newest), AttendanceNote.state == Attendance.PRESENT.value)
        .group_by(AttendanceNote.enrolment_id)
    )


def _revisions(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(WorksheetRevision.enrolment_id, func.count())
        .join(WorksheetCell, WorksheetCell.id == WorksheetRevision.cell_id)
        .where(WorksheetCell.course_id == course_id)
        .group_by(WorksheetRevision.enrolment_id)
    )


def _posts(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(GroupPost.enrolment_id, func.count())
        .where(
            GroupPost.course_id == course_id,
            GroupPost.channel == Channel.TEAM.value,
            GroupPost.enrolment_id.is_not(None),
            GroupPost.hidden_at.is_(None),
        )
        .group_by(GroupPost.enrolment_id)
    )
