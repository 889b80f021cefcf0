"""Reads of roles and tasks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from app.groupwork.models import GroupRole, GroupTask
from app.groupwork.queries.inside import roles_of
from app.groupwork.rules.roles import Held, Role, TaskValue
from app.shared.database import rows_of
from app.shared.errors import NotFound


def held_in(group_id: int) -> tuple[Held, ...]:
    """Return the roles held in a group, the earliest first; who left may be among them; one statement."""
    statement = (
        select(GroupRole.enrolment_id, GroupRole.role_key)
        .where(GroupRole.group_id == group_id, GroupRole.ended_at.is_(None))
        .order_by(GroupRole.id)
    )
    return tuple(Held(*row) for row in rows_of(statement))


def tasks_in(course_id: int, group_id: int) -> tuple[TaskValue, ...]:
    """Return the tasks of a group's members that were not taken back; two statements."""
    statement = (
        select(GroupTask).where(GroupTask.group_id == group_id, GroupTask.withdrawn_at.is_(None)).order_by(GroupTask.id)
    )
    return tuple(_task(row, roles_of(course_id)) for row in rows_of(statement))


def get_task(course_id: int, group_id: int, task_id: int) -> TaskValue:
    """Return one task of a group. Raises `NotFound`, also for one that was taken back."""
    found = next((task for task in tasks_in(course_id, group_id) if task.id == task_id), None)
    if found is None:
        raise NotFound
    return found


def _task(row: Any, roles: Collection[Role]) -> TaskValue:  # noqa: ANN401 - a row of the table
    role = next((role for role in roles if role.key == row.role_key), None)
    words = role.words_of(row.task_key) if role and row.task_key else None
    return TaskValue(
        id=row.id,
        group_id=row.group_id,
        enrolment_id=row.enrolment_id,
        role_key=row.role_key,
        words=words or {"": row.text or row.task_key or ""},
        due_at=row.due_at,
        done_at=row.done_at,
    )
