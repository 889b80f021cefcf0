"""What somebody who looks after a course can do next: mark, write to people, decide. A handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue, RequestValue
from app.essays.queries.marking_queue import marking_queue
from app.essays.rules.queue import QueueRow, Shown, is_in
from app.grading import queries as grading
from app.grading.rules.remarks import RemarkValue
from app.progress.queries.group_hour import GroupHour, group_hour
from app.progress.rules import Contact, Reason, contacts, minutes_to_mark
from app.rubrics.rules import MarkState
from app.shared.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class ToMark:
    """Essays that wait for the reader: those given to them, and those that are nobody's; each the oldest first."""

    mine: tuple[QueueRow, ...]
    free: tuple[QueueRow, ...]

    @property
    def minutes(self) -> int:
        """About how long those of the reader take; where they have none, those that are nobody's."""
        return sum(minutes_to_mark(row.essay.words) for row in self.mine or self.free)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What waits for a decision of the reader."""

    requests: tuple[RequestValue, ...] = ()
    remarks: tuple[RemarkValue, ...] = ()
    to_agree: tuple[QueueRow, ...] = ()
    """Essays whose marks lie apart, one of them the reader's (all, for who allocates)."""

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.requests) + len(self.remarks) + len(self.to_agree)


@dataclass(frozen=True, slots=True)
class NextHour:
    """What to do next in a course. `people` and `pieces`: those whom `contacts` and `decisions` name.

    `not_begun`: the addresses of those of `contacts` who have begun nothing.
    """

    to_mark: ToMark | None
    groups: GroupHour
    contacts: tuple[Contact, ...]
    not_begun: tuple[str, ...]
    decisions: Decisions
    people: Mapping[int, EnrolmentValue]
    pieces: Mapping[str, PieceValue]
    piece_of: Mapping[int, PieceValue]


def next_hour(course: CourseValue, actor: Actor, now: datetime) -> NextHour:
    """Return what waits for the actor in a course, as far as their rights go. In a closed course nothing does."""
    book = grading.gradebook(course)
    pieces = {piece.key: piece for piece in book.pieces}
    people = {row.enrolment.id: row.enrolment for row in book.rows}
    done = {row.enrolment.id: [key for key in pieces if row.standing.piece(key).done] for row in book.rows}
    excused = {row.enrolment.id: row.standing.excused for row in book.rows}
    deadlines = courses.all_deadlines(course, book.pieces, people.values())
    found = () if course.is_closed else contacts(course, book.pieces, deadlines, done, now, excused=excused)
    queue = _queue(course, actor, book.pieces)
    return NextHour(
        to_mark=None if queue is None else _to_mark(queue),
        groups=group_hour(book, actor, now),
        contacts=found,
        not_begun=tuple(people[one.enrolment_id].email for one in found if one.reason is Reason.NOT_BEGUN),
        decisions=_decisions(course, actor, queue or ()),
        people=people,
        pieces=pieces,
        piece_of={piece.id: piece for piece in book.pieces},
    )


def _queue(course: CourseValue, actor: Actor, pieces: tuple[PieceValue, ...]) -> tuple[QueueRow, ...] | None:
    """Return the essays as the actor may see them; None where they mark none, or the course has none."""
    marks = actor.may(Permission.MARK_ESSAY, course.id) and not course.is_closed
    if not marks or not any(piece.kind is PieceKind.ESSAY for piece in pieces):
        return None
    allocates = actor.may(Permission.ALLOCATE_MARKING, course.id)
    return tuple(marking_queue(course, actor.person_id, allocates=allocates).rows)


def _to_mark(rows: Sequence[QueueRow]) -> ToMark:
    mine = tuple(row for row in rows if is_in(row, Shown.MINE))
    return ToMark(mine, tuple(row for row in rows if row.open and not is_in(row, Shown.MARKED)))


def _decisions(course: CourseValue, actor: Actor, rows: Sequence[QueueRow]) -> Decisions:
    """Return what the actor may decide; remarks may still be asked for once the course is closed."""
    grants = actor.may(Permission.GRANT_EXTENSION, course.id) and not course.is_closed
    allocates = actor.may(Permission.ALLOCATE_MARKING, course.id)
    apart = (row for row in rows if is_in(row, Shown.DISCUSSION))
    return Decisions(
        requests=courses.open_requests(course.id) if grants else (),
        remarks=grading.open_remarks(course.id) if actor.may(Permission.DECIDE_REMARK, course.id) else (),
        to_agree=tuple(row for row in apart if allocates or row.own_state is MarkState.FINAL),
    )
