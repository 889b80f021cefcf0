"""Adds one mark of a group's work to its history."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from app.courses.rules import CourseValue
from app.grading.models import GroupMarkEntry
from app.grading.queries import GroupMark
from app.grading.rules.entries import Source
from app.shared import audit
from app.shared.database import session
from app.shared.permissions import Actor


def add_group_mark(
    course: CourseValue,
    group_id: int,
    stored: GroupMark | None,
    percent: Fraction | None,
    *,
    source: Source,
    actor: Actor,
    now: datetime,
) -> GroupMark:
    """Return the mark that counts from now on, noted in the audit trail; the caller holds the group's turn."""
    row = GroupMarkEntry(
        group_id=group_id,
        course_id=course.id,
        percent=percent,
        source=source.value,
        actor_id=actor.person_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        "record_group_mark",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"percent": _text(stored.percent)} if stored else None,
        after={"percent": _text(percent)},
    )
    return GroupMark(row.id, group_id, percent, source, actor.person_id, now)


def _text(percent: Fraction | None) -> str | None:
    return None if percent is None else str(percent)
