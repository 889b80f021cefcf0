"""Setting when peers may rate, and the rule for those who do not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.courses.rules import CourseValue
from app.groupwork.models import PeerWindowRow
from app.groupwork.queries.peer_settings import group_piece
from app.groupwork.rules.peer_windows import check_dates
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.groupwork.service.marking_handover import handing_over
from app.groupwork.service.marking_settling import note_settled
from app.groupwork.service.peer_course import open_course
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Problem, Stale, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def set_peer_window(
    course: CourseValue,
    kind: PeerKind,
    opens_at: datetime,
    closes_at: datetime,
    missing: Missing,
    *,
    base_version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Set dates and rule of one kind of peer assessment, instead of those that the course states.

    `base_version` is the version that the form showed (0: none set); None overwrites. Raises `NotAllowed`,
    `RuleBroken` (course_closed, no_group_work), `Unreadable` (an end before the beginning; `even` between groups),
    `Stale`.
    """
    actor.require(Permission.MANAGE_GROUPS, course.id)
    course = open_course(course)
    group_piece(course)
    check_dates(opens_at, closes_at)
    if kind is PeerKind.BETWEEN and missing is Missing.EVEN:
        raise Unreadable(problems=[Problem(text("Between groups there is nothing to share evenly."), "missing")])
    take_turn(f"peer window of course {course.id}")
    row = _row(course.id, kind)
    if base_version is not None and base_version != (row.version if row else 0):
        raise Stale
    before = _facts(row) if row else None
    with handing_over(course, actor=actor, now=now):
        row = row or PeerWindowRow(course_id=course.id, kind=kind.value, version=0)
        row.opens_at, row.closes_at, row.missing = opens_at, closes_at, missing.value
        row.version, row.set_at, row.set_by = row.version + 1, now, actor.person_id
        session.add(row)
        session.flush()
    note_settled(course, now)
    subject = f"course:{course.id}"
    after = {"kind": kind.value, **_facts(row)}
    audit.record("set_peer_window", subject, actor=actor, now=now, course_id=course.id, before=before, after=after)


def _row(course_id: int, kind: PeerKind) -> PeerWindowRow | None:
    same = (PeerWindowRow.course_id == course_id, PeerWindowRow.kind == kind.value)
    return session.scalars(select(PeerWindowRow).where(*same).execution_options(populate_existing=True)).one_or_none()


def _facts(row: PeerWindowRow) -> dict[str, Any]:
    return {"opens": row.opens_at.isoformat(), "closes": row.closes_at.isoformat(), "missing": row.missing}
