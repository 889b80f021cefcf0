"""Arranging who presents when in the closing webinar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.courses.service import check_open, lock_course
from app.groupwork.models import PresentationSlot
from app.groupwork.queries.space import slots_of
from app.groupwork.rules.space import Slot, check_minutes
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound
from app.shared.permissions import Actor, Permission


def arrange_presentations(
    course: CourseValue, order: Sequence[tuple[int, int]], *, actor: Actor, now: datetime
) -> tuple[Slot, ...]:
    """Have these groups present in this order, each for so many minutes; a group that is not named has no slot.

    Raises `NotAllowed`, `NotFound` (no such group), `Unreadable` (minutes), `RuleBroken` (`course_closed`).
    """
    actor.require(Permission.MANAGE_GROUPS, course.id)
    take_turn(f"presentations {course.id}")
    check_open(lock_course(course.id, shared=True))
    ids = [group_id for group_id, _minutes in order]
    if set(ids) - {group.id for group in courses.groups_of(course.id)} or len(set(ids)) < len(ids):
        raise NotFound
    for _group_id, minutes in order:
        check_minutes(minutes)
    session.execute(delete(PresentationSlot).where(PresentationSlot.course_id == course.id))
    rows = [
        {"course_id": course.id, "group_id": group_id, "position": position, "minutes": minutes}
        for position, (group_id, minutes) in enumerate(order, start=1)
    ]
    if rows:
        session.execute(insert(PresentationSlot), rows)
    audit.record(
        "arrange_presentations",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"order": [list(one) for one in order]},
    )
    return slots_of(course.id)
