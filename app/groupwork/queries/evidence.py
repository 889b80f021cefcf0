"""What the system saw of each member's part in group work, beside which a tutor decides on factors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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

    What was done in an earlier group counts; hidden posts, tasks taken back, and those left open in a group that the
    member has left, do not.
    """
    sessions = [one.key for one in courses.sessions_of(course_id) if one.kind is SessionKind.GROUP]
    tasks = {(one, group_id): (of, done) for one, group_id, of, done in rows_of(_tasks(course_id))}
    done_by = _done_by_member(tasks)
    attended, revisions, posts = (
        _counts(statement) for statement in (_attended(course_id, sessions), _revisions(course_id), _posts(course_id))
    )
    return {
        one.id: Evidence(
            tasks_done=done_by.get(one.id, 0),
            tasks_of=done_by.get(one.id, 0) + _open_tasks(tasks.get((one.id, one.group_id))),
            sessions_attended=attended.get(one.id, 0),
            sessions_of=len(sessions),
            worksheet_revisions=revisions.get(one.id, 0),
            posts=posts.get(one.id, 0),
        )
        for one in courses.roster(course_id)
    }


def _counts(statement: Select[*tuple[Any, ...]]) -> Counts:
    return {row[0]: row[1] for row in rows_of(statement)}


def _done_by_member(tasks: Mapping[tuple[int, int | None], tuple[int, int]]) -> Counts:
    done: Counter[int] = Counter()
    for (enrolment_id, _group_id), (_of, number) in tasks.items():
        done[enrolment_id] += number
    return done


def _open_tasks(counted: tuple[int, int] | None) -> int:
    return counted[0] - counted[1] if counted else 0


def _tasks(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(GroupTask.enrolment_id, GroupTask.group_id, func.count(), func.count(GroupTask.done_at))
        .where(GroupTask.course_id == course_id, GroupTask.withdrawn_at.is_(None))
        .group_by(GroupTask.enrolment_id, GroupTask.group_id)
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
