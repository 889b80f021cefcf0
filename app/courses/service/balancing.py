"""Placing everybody in balanced groups, once a manager has seen what that brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.courses.models import Group
from app.courses.queries.balancing import Balance, balance_of
from app.courses.rules import CourseValue
from app.courses.rules.balancing import Plan
from app.courses.service.groups import begin, place_all
from app.shared import audit
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import Actor
from app.shared.wording import text


def apply_balance(course: CourseValue, plan: Plan, seen: str, reason: str = "", *, actor: Actor, now: datetime) -> int:
    """Place everybody as the preview with the digest `seen` showed, for this `reason`; return how many moved.

    Raises `NotAllowed`, `Unreadable`, `RuleBroken`: `course_closed`, `too_many_fixed`, `roster_changed` where the
    same plan brings something else by now.
    """
    begin(course, actor)
    balance = balance_of(course, plan)
    if balance.digest != seen:
        changed = text("The roster changed since you looked. Look at the groups again, then apply them.")
        raise RuleBroken(changed, code="roster_changed")
    ids = _groups(course.id, balance, actor=actor, now=now)
    placed: Mapping[int, int | None] = {
        member: group_id
        for group_id, members in zip(ids, balance.arrangement.groups, strict=True)
        for member in members
    }
    moved = place_all(course, placed, reason, actor=actor, now=now)
    audit.record(
        "balance_groups",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={**plan.to_data(), "moved": moved, "groups": list(ids)},
    )
    return moved


def _groups(course_id: int, balance: Balance, *, actor: Actor, now: datetime) -> Sequence[int]:
    """Return the ids of the groups in their order; those that are to be new are made."""
    new = [Group(course_id=course_id, name=name) for name in balance.new_names]
    session.add_all(new)
    session.flush()
    for row in new:
        audit.record(
            "create_group", f"group:{row.id}", actor=actor, now=now, course_id=course_id, after={"name": row.name}
        )
    return [*(group.id for group in balance.kept), *(row.id for row in new)]
