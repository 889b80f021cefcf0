"""What group work asks of whoever looks after a course: groups to mark, marks to agree on, ambassadors to name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.courses import queries as courses
from app.courses.rules import CourseValue, GroupValue, PieceKind, PieceValue
from app.grading import queries as grading
from app.grading.queries import Gradebook
from app.groupwork.queries.marks import GroupMarking, group_markings
from app.groupwork.queries.peer_between import assignments_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.queries.space import submitted_groups
from app.groupwork.rules.marks import ROUNDS, MarkingState
from app.groupwork.rules.peer_windows import PeerState
from app.groupwork.rules.peer_words import PeerKind
from app.shared.permissions import Actor, Permission

AHEAD = timedelta(days=7)
"""So long before the time to rate presentations somebody should say who rates which."""


@dataclass(frozen=True, slots=True)
class GroupHour:
    """What waits, as far as the reader's rights go.

    `to_mark`: groups whose work is there, or whose time is over, and to which the reader may give a mark that is still
    needed. `to_agree`: groups whose marks lie apart, one of them the reader's (all, for who allocates).
    `without_factor`: how many members nobody decided about, once the time for the work is over. `tied`: groups whose
    vote waits for a tutor; `leaderless`: groups at work without an ambassador. `unassigned`: the time to rate
    presentations comes or runs, and no group was given one.
    """

    to_mark: tuple[GroupValue, ...] = ()
    to_agree: tuple[GroupValue, ...] = ()
    without_factor: int = 0
    unassigned: bool = False
    tied: tuple[GroupValue, ...] = ()
    leaderless: tuple[GroupValue, ...] = ()

    @property
    def decisions(self) -> int:
        """How many lines of decisions there are."""
        single = bool(self.without_factor) + self.unassigned
        return len(self.to_agree) + single + len(self.tied) + len(self.leaderless)


def group_hour(book: Gradebook, actor: Actor, now: datetime) -> GroupHour:
    """Return what waits in a course; nothing where it is closed or has no group work."""
    piece = next((one for one in book.pieces if one.kind is PieceKind.GROUP), None)
    if piece is None or book.course.is_closed:
        return GroupHour()
    course_id = book.course.id
    people = {row.enrolment.group_id for row in book.rows}
    groups = [group for group in courses.groups_of(course_id) if group.id in people]
    to_mark, to_agree = _marking(book, piece, actor, now, {group.id for group in groups})
    manages = actor.may(Permission.MANAGE_GROUPS, course_id)
    tied = courses.tied_groups(course_id) if manages else frozenset()
    begun = piece.opens_at is None or piece.opens_at <= now
    led = {row.enrolment.group_id for row in book.rows if row.enrolment.ambassador}
    decides = actor.may(Permission.SET_FACTOR, course_id) and _is_over(piece, now)
    return GroupHour(
        to_mark=to_mark,
        to_agree=to_agree,
        without_factor=len(tuple(grading.without_factor(book))) if decides else 0,
        unassigned=manages and len(groups) > 1 and _is_unassigned(book.course, now),
        tied=tuple(group for group in groups if group.id in tied),
        leaderless=tuple(one for one in groups if manages and begun and one.id not in led | tied),
    )


def _marking(
    book: Gradebook, piece: PieceValue, actor: Actor, now: datetime, here: Collection[int]
) -> tuple[tuple[GroupValue, ...], tuple[GroupValue, ...]]:
    """Return which groups wait for the actor's mark, and about which the actor has to agree with others."""
    if not actor.may(Permission.MARK_GROUP, book.course.id):
        return (), ()
    recorded = {group_id for group_id, mark in grading.group_marks(book.course.id).items() if mark.percent is not None}
    there = set(here) if _is_over(piece, now) else submitted_groups(book.course.id)
    waiting = [one for one in group_markings(book.course, now) if one.group.id in here and one.group.id not in recorded]
    allocates = actor.may(Permission.ALLOCATE_MARKING, book.course.id)
    return (
        tuple(one.group for one in waiting if one.group.id in there and _may_give(one, actor.person_id)),
        tuple(
            one.group
            for one in waiting
            if one.verdict.state is MarkingState.APART and (allocates or _gave(one, actor.person_id))
        ),
    )


def _is_unassigned(course: CourseValue, now: datetime) -> bool:
    """Return whether presentations are to be rated within days, or now, and nobody knows which."""
    window = peer_window(course, PeerKind.BETWEEN)
    near = PeerState.OPEN in {window.state(now), window.state(now + AHEAD)}
    return near and not assignments_of(course.id)


def _may_give(marking: GroupMarking, person_id: int | None) -> bool:
    """Return whether a mark is needed that this person has not given: their draft is such a one."""
    given = {mark.round: mark.marker_id for mark in marking.marks if mark.round in ROUNDS}
    free = person_id in given.values() or len(given) < len(ROUNDS)
    needed = marking.verdict.state in {MarkingState.NONE, MarkingState.WAITING}
    return needed and free and not _gave(marking, person_id)


def _gave(marking: GroupMarking, person_id: int | None) -> bool:
    return any(mark.marker_id == person_id and mark.is_final and mark.round in ROUNDS for mark in marking.marks)


def _is_over(piece: PieceValue, now: datetime) -> bool:
    return piece.closes_at is not None and piece.closes_at <= now
