"""Verbs on groups: making and naming them, and who is in them. Every move enters the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from app.courses.models import Enrolment, Group
from app.courses.queries import enrolments_by_id, get_enrolment, get_group, groups_of, members_of
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue
from app.courses.rules.groups import check_name, check_why
from app.courses.service.closing import check_open, lock_course
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.group_history import keep_history
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound, Problem, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def create_group(course: CourseValue, unsafe_name: str, *, actor: Actor, now: datetime) -> GroupValue:
    """Make an empty group. Raises `NotAllowed`, `Unreadable`, `RuleBroken` (`course_closed`, `group_exists`)."""
    begin(course, actor)
    name = check_name(unsafe_name)
    _check_free(course.id, name)
    row = Group(course_id=course.id, name=name)
    session.add(row)
    session.flush()
    audit.record("create_group", f"group:{row.id}", actor=actor, now=now, course_id=course.id, after={"name": name})
    return get_group(row.id)


def rename_group(course: CourseValue, group_id: int, unsafe_name: str, *, actor: Actor, now: datetime) -> GroupValue:
    """Give a group another name; the same one changes nothing.

    Raises `NotAllowed`, `NotFound`, `Unreadable`, `RuleBroken` (`course_closed`, `group_exists`).
    """
    begin(course, actor)
    group, name = group_in(course.id, group_id), check_name(unsafe_name)
    if group.name == name:
        return group
    _check_free(course.id, name)
    session.execute(update(Group).where(Group.id == group_id).values(name=name))
    audit.record(
        "rename_group",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"name": group.name},
        after={"name": name},
    )
    return get_group(group_id)


def place(
    course: CourseValue, enrolment_id: int, group_id: int | None, reason: str = "", *, actor: Actor, now: datetime
) -> EnrolmentValue:
    """Have a participant join or move to a group, or leave theirs (None); where they are already changes nothing.

    An ambassador who goes is one no more. Raises `NotAllowed`, `NotFound`, `Unreadable`, `RuleBroken`
    (`course_closed`).
    """
    begin(course, actor)
    get_enrolment(course.id, enrolment_id)
    place_all(course, {enrolment_id: group_id}, reason, actor=actor, now=now)
    return get_enrolment(course.id, enrolment_id)


def empty_group(course: CourseValue, group_id: int, reason: str = "", *, actor: Actor, now: datetime) -> int:
    """Have everybody leave a group, which stays; return how many left. Raises as `place` does."""
    begin(course, actor)
    group_in(course.id, group_id)
    leaving = {member.id: None for member in members_of(group_id)}
    return place_all(course, leaving, reason, actor=actor, now=now)


def place_all(
    course: CourseValue, placed: Mapping[int, int | None], reason: str, *, actor: Actor, now: datetime
) -> int:
    """Put each of these participants into the group named beside them (None: into none); return how many moved.

    For verbs that have begun. Raises `NotFound` for a participant or a group that the course does not have,
    `Unreadable`.
    """
    why = check_why(reason)
    before = enrolments_by_id(course.id, placed)
    known = {group.id for group in groups_of(course.id)}
    if set(placed) - set(before) or set(placed.values()) - known - {None}:
        raise NotFound
    moved = {one: group for one, group in placed.items() if before[one].group_id != group}
    if not moved:
        return 0
    rows = [{"id": one, "group_id": group, "ambassador": False} for one, group in moved.items()]
    session.execute(update(Enrolment), rows)
    keep_history(course.id, actor=actor, now=now, reason=why)
    for one, group in moved.items():
        audit.record(
            "move_to_group",
            f"enrolment:{one}",
            actor=actor,
            now=now,
            course_id=course.id,
            before={"group_id": before[one].group_id, "ambassador": before[one].ambassador},
            after={"group_id": group, "ambassador": False},
            personal={"reason": why} if why else None,
            person_id=before[one].person_id,
        )
    tell_listeners(course.id, None, frozenset(moved), now)
    return len(moved)


def begin(course: CourseValue, actor: Actor) -> None:
    """Let one change of a course's groups at a time in. Raises `NotAllowed`, `RuleBroken` (`course_closed`)."""
    actor.require(Permission.MANAGE_GROUPS, course.id)
    take_turn(f"roster {course.id}")
    check_open(lock_course(course.id, shared=True))


def group_in(course_id: int, group_id: int) -> GroupValue:
    """Return a group of the course. Raises `NotFound`, also for another course's."""
    group = get_group(group_id)
    if group.course_id != course_id:
        raise NotFound
    return group


def _check_free(course_id: int, name: str) -> None:
    if any(group.name == name for group in groups_of(course_id)):
        reason = text("The course has a group “%(name)s” already.", name=name)
        raise RuleBroken(reason, code="group_exists", problems=[Problem(reason, "name")])
