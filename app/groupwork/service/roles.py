"""Verbs on roles and tasks: sharing them out, setting further ones, marking them done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, update

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork.models import GroupRole, GroupTask
from app.groupwork.queries.inside import roles_of
from app.groupwork.queries.roles import get_task, held_in
from app.groupwork.rules.roles import Held, Role, check_task, shared_out
from app.groupwork.service.beginning import begin, members_by_id
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound
from app.shared.permissions import Actor


def share_out_roles(course: CourseValue, group_id: int, *, actor: Actor, now: datetime) -> int:
    """Give every member a role and every role a member, keeping what is held; return how many were given.

    By the ambassador or a tutor. Raises `NotAllowed`, `NotFound`, `RuleBroken` (`course_closed`).
    """
    _begin(course, group_id, actor)
    members = courses.members_of(group_id)
    speaker = next((member.id for member in members if member.ambassador), None)
    roles = roles_of(course.id)
    given = shared_out([role.key for role in roles], [member.id for member in members], held_in(group_id), speaker)
    _give(course.id, group_id, given, roles, actor=actor, now=now)
    return len(given)


def give_role(
    course: CourseValue, group_id: int, enrolment_id: int, role_key: str, *, actor: Actor, now: datetime
) -> None:
    """Give a member a role with its tasks; one held already changes nothing. By the ambassador or a tutor.

    Raises `NotAllowed`, `NotFound` (no such member or role), `RuleBroken` (`course_closed`).
    """
    _begin(course, group_id, actor)
    roles = [role for role in roles_of(course.id) if role.key == role_key]
    if not roles or enrolment_id not in members_by_id(group_id):
        raise NotFound
    held = Held(enrolment_id, role_key)
    if held not in held_in(group_id):
        _give(course.id, group_id, [held], roles, actor=actor, now=now)


def take_role_back(
    course: CourseValue, group_id: int, enrolment_id: int, role_key: str, *, actor: Actor, now: datetime
) -> None:
    """Take a role back: its tasks that are not done go, what was done stays. By the ambassador or a tutor.

    Raises `NotAllowed`, `NotFound` (they do not hold it), `RuleBroken` (`course_closed`).
    """
    _begin(course, group_id, actor)
    if Held(enrolment_id, role_key) not in held_in(group_id):
        raise NotFound
    mine = (GroupRole.group_id == group_id, GroupRole.enrolment_id == enrolment_id, GroupRole.role_key == role_key)
    session.execute(
        update(GroupRole).where(*mine, GroupRole.ended_at.is_(None)).values(ended_at=now, ended_by=actor.person_id)
    )
    session.execute(
        update(GroupTask)
        .where(GroupTask.group_id == group_id, GroupTask.enrolment_id == enrolment_id, GroupTask.role_key == role_key)
        .where(GroupTask.done_at.is_(None), GroupTask.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    _record("take_role_back", group_id, course.id, {"enrolment": enrolment_id, "role": role_key}, actor=actor, now=now)


def set_task(
    course: CourseValue,
    group_id: int,
    enrolment_id: int,
    unsafe_words: str,
    due_at: datetime | None,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Set a member a further task, due at `due_at` if at all; return its id. By the ambassador or a tutor.

    Raises `NotAllowed`, `NotFound` (no such member), `Unreadable`, `RuleBroken` (`course_closed`).
    """
    _begin(course, group_id, actor)
    if enrolment_id not in members_by_id(group_id):
        raise NotFound
    words = check_task(unsafe_words)
    row = GroupTask(
        course_id=course.id,
        group_id=group_id,
        enrolment_id=enrolment_id,
        text=words,
        due_at=due_at,
        set_at=now,
        set_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    _record("set_task", group_id, course.id, {"enrolment": enrolment_id, "task": row.id}, actor=actor, now=now)
    return row.id


def take_task_back(course: CourseValue, group_id: int, task_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a task back; it counts no more. By the ambassador or a tutor.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (`course_closed`).
    """
    _begin(course, group_id, actor)
    get_task(course.id, group_id, task_id)
    session.execute(update(GroupTask).where(GroupTask.id == task_id).values(withdrawn_at=now))
    _record("take_task_back", group_id, course.id, {"task": task_id}, actor=actor, now=now)


def mark_task(course: CourseValue, group_id: int, task_id: int, *, done: bool, actor: Actor, now: datetime) -> None:
    """Mark one's own task done, or open again; the first instant stays where it is done already.

    Raises `NotAllowed` (somebody else's), `NotFound`, `RuleBroken` (`course_closed`).
    """
    viewer = begin(course, group_id, actor)
    task = get_task(course.id, group_id, task_id)
    if viewer.member is None or viewer.member.id != task.enrolment_id:
        raise NotAllowed
    if task.is_done == done:
        return
    values = {"done_at": now, "done_by": actor.themselves()} if done else {"done_at": None, "done_by": None}
    session.execute(update(GroupTask).where(GroupTask.id == task_id).values(**values))
    _record("mark_task", group_id, course.id, {"task": task_id, "done": done}, actor=actor, now=now)


def _begin(course: CourseValue, group_id: int, actor: Actor) -> None:
    if not begin(course, group_id, actor).sets_tasks:
        raise NotAllowed


def _give(
    course_id: int, group_id: int, given: Iterable[Held], roles: Iterable[Role], *, actor: Actor, now: datetime
) -> None:
    tasks = {role.key: [task.key for task in role.tasks] for role in roles}
    about = {"course_id": course_id, "group_id": group_id}
    held = [{**about, "enrolment_id": one.enrolment_id, "role_key": one.role_key} for one in given]
    if not held:
        return
    session.execute(insert(GroupRole), [{**one, "assigned_at": now, "assigned_by": actor.person_id} for one in held])
    rows = [
        {**one, "task_key": key, "text": "", "set_at": now, "set_by": actor.person_id}
        for one in held
        for key in tasks[str(one["role_key"])]
    ]
    if rows:
        session.execute(insert(GroupTask), rows)
    roles_given = [[one["enrolment_id"], one["role_key"]] for one in held]
    _record("give_roles", group_id, course_id, {"given": roles_given}, actor=actor, now=now)


def _record(
    action: str, group_id: int, course_id: int, after: dict[str, object], *, actor: Actor, now: datetime
) -> None:
    session.flush()
    audit.record(action, f"group:{group_id}", actor=actor, now=now, course_id=course_id, after=after)
