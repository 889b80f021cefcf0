"""Handing marks over when the time for ratings has ended: time alone makes them count, and no verb runs then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork.models import PeerSettlement
from app.groupwork.queries.marks import GroupMarking, group_markings, percents, waits_for_settling
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.peer_words import PeerKind
from app.groupwork.service.keeping import hand_over_mark
from app.groupwork.service.peer_course import open_course
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.permissions import SYSTEM, Actor, Permission


def settle_marks(course: CourseValue, *, actor: Actor, now: datetime) -> int:
    """Hand over what counts of every group, peers' ratings included; return how many marks those changed.

    Once for each end of the time for ratings: again, or before it, nothing happens. A mark that ratings do not
    change was handed over before and is left. It goes over in the name of the tutor who marked the group last. Raises
    `NotAllowed`, `RuleBroken` (course_closed, no_group_work).
    """
    actor.require(Permission.MARK_GROUP, course.id)
    course = open_course(course)
    take_turn(f"peer window of course {course.id}")
    if not waits_for_settling(course, now):
        return 0
    changed = [one for one in group_markings(course, now) if one.percent != one.verdict.percent]
    _hand_over(course, changed, now)
    note_settled(course, now)
    audit.record("settle_marks", f"course:{course.id}", actor=actor, now=now, course_id=course.id, after={})
    return len(changed)


def note_settled(course: CourseValue, now: datetime) -> None:
    """Keep that the marks were handed over for the time for ratings that has ended, where that is so."""
    if waits_for_settling(course, now):
        closes_at = peer_window(course, PeerKind.BETWEEN).closes_at
        session.add(PeerSettlement(course_id=course.id, closes_at=closes_at, settled_at=now))
        session.flush()


@contextmanager
def settled_again(course: CourseValue) -> Iterator[None]:
    """Do what is inside; where marks were handed over for this time for ratings, hand over again those it changes.

    For a rating that arrived in time and is stored after that. Whoever calls this has the turn that settling takes.
    """
    closes_at = peer_window(course, PeerKind.BETWEEN).closes_at
    same = (PeerSettlement.course_id == course.id, PeerSettlement.closes_at == closes_at)
    settled_at = session.scalar(select(PeerSettlement.settled_at).where(*same))
    before = percents(course, settled_at) if settled_at else {}
    yield
    if settled_at:
        markings = group_markings(course, settled_at)
        _hand_over(course, [one for one in markings if one.percent != before[one.group.id]], settled_at)


def settle_due(now: datetime) -> int:
    """Settle every open course in which the time for ratings has ended; return how many marks that changed."""
    weighed = (one for one in courses.list_courses() if not one.is_closed and settings_of(one).between.weight)
    due = [one for one in weighed if one.has_group_work and waits_for_settling(one, now)]
    return sum(settle_marks(course, actor=SYSTEM, now=now) for course in due)


def _hand_over(course: CourseValue, changed: Sequence[GroupMarking], now: datetime) -> None:
    for marking in changed:
        last = max((mark for mark in marking.marks if mark.is_final), key=lambda mark: (mark.saved_at, mark.id))
        hand_over_mark(course.id, marking.group.id, marking.percent, marker_id=last.marker_id, now=now)
