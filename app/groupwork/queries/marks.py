"""Reads of what tutors gave groups, and of what counts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue, GroupValue
from app.groupwork.models import PeerSettlement
from app.groupwork.queries.peer_between import presentations
from app.groupwork.queries.peer_settings import group_piece, settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.marks import Verdict, verdict
from app.groupwork.rules.peer_between import PresentationResult, group_percent
from app.groupwork.rules.peer_windows import PeerState
from app.groupwork.rules.peer_words import PeerKind
from app.rubrics.queries import marks_of_piece
from app.rubrics.rules import MarkValue, Subject, SubjectKind
from app.shared.database import session
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class GroupMarking:
    """How the marking of one group stands. `percent` is what counts: tutors' part, and peers' once it counts."""

    group: GroupValue
    marks: tuple[MarkValue, ...]
    verdict: Verdict
    presentation: PresentationResult | None
    percent: Fraction | None


def group_work_of(course: CourseValue, group_id: int) -> Subject:
    """Return a group's work as the subject of marks. Raises `NotFound`, `RuleBroken` (no_group_work)."""
    if group_id not in {group.id for group in courses.groups_of(course.id)}:
        raise NotFound
    return Subject(SubjectKind.GROUP, group_id, course.id, group_piece(course).id)


def group_markings(course: CourseValue, now: datetime) -> list[GroupMarking]:
    """Return every group's marking. Raises `RuleBroken` (no_group_work)."""
    settings = settings_of(course)
    marks = marks_of_piece(course.id, group_piece(course).id, SubjectKind.GROUP)
    peers: Mapping[int, PresentationResult] = presentations(course).results if settings.between.weight else {}
    window = peer_window(course, PeerKind.BETWEEN)
    over = window.state(now) is PeerState.OVER
    found = []
    for group in courses.groups_of(course.id):
        own = tuple(mark for mark in marks if mark.subject.id == group.id)
        tutors = verdict(own, settings.rubric, settings.marking)
        percent = group_percent(
            tutors.percent, peers.get(group.id), weight=settings.between.weight, missing=window.missing, over=over
        )
        found.append(GroupMarking(group, own, tutors, peers.get(group.id), percent))
    return found


def percents(course: CourseValue, now: datetime) -> dict[int, Fraction | None]:
    """Return what counts of each group's work; None where nothing does yet."""
    return {marking.group.id: marking.percent for marking in group_markings(course, now)}


def waits_for_settling(course: CourseValue, now: datetime) -> bool:
    """Tell whether ratings count by now, all that came in time stored, and marks were not handed over since."""
    window = peer_window(course, PeerKind.BETWEEN)
    if not settings_of(course).between.weight or not window.may_settle(now):
        return False
    same = (PeerSettlement.course_id == course.id, PeerSettlement.closes_at == window.closes_at)
    return session.scalar(select(PeerSettlement.id).where(*same)) is None
