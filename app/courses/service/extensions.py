"""Granting more time for a piece: to a participant, a group, or everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.courses.models import Extension, ExtensionRequest
from app.courses.queries import deadlines_of_piece, find_extension, get_enrolment, get_extension, get_group, roster
from app.courses.rules import (
    EVERYBODY,
    CourseValue,
    Deadline,
    Ending,
    EnrolmentValue,
    ExtensionValue,
    MoreTime,
    PieceValue,
    Receiver,
)
from app.courses.rules.extensions import Granted, check_more, check_reason
from app.courses.service.answer_readers import answer_readers
from app.courses.service.begun_work import begun_work
from app.courses.service.closing import check_open, lock_course
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.extension_mails import Mailing
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound
from app.shared.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Extended:
    """What granting did. `new` is false when it was granted before; `moved`: the deadlines it moved, by enrolment.

    `readers`: how many participants of the course could read the answers of the piece by then. `unhelped`: how many are
    at it now, and their time limit ends that as before.
    """

    extension: ExtensionValue
    new: bool
    moved: Mapping[int, Deadline]
    readers: int
    unhelped: int = 0


def grant_extension(
    course: CourseValue,
    piece: PieceValue,
    receiver: Receiver,
    more: MoreTime,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Extended:
    """Give more time for a piece, also while an attempt is open or after the window is over, and mail whom it helps.

    Nothing gets shorter by it. The same again (receiver, time, reason) changes nothing: two clicks are one extension.
    A participant's open request for the piece is answered by it. Raises `NotAllowed`, `NotFound` (no such receiver in
    the course), `RuleBroken` (`course_closed`), `Unreadable`.
    """
    begin(course, actor)
    granted, reason = Granted(piece.id, receiver, more), check_reason(reason)
    check_more(more, now)
    same = find_extension(course.id, granted, reason)
    if same is not None:
        return Extended(same, new=False, moved={}, readers=answer_readers(course, now).get(piece.id, 0))
    return grant(course, piece, granted, reason, actor=actor, now=now)


def begin(course: CourseValue, actor: Actor) -> None:
    """Let one at a time decide on the time of a course, which stays open meanwhile. Raises as `grant_extension`."""
    actor.require(Permission.GRANT_EXTENSION, course.id)
    take_turn(f"extensions {course.id}")
    check_open(lock_course(course.id, shared=True))


def grant(
    course: CourseValue,
    piece: PieceValue,
    granted: Granted,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Extended:
    """Store an extension, however often the same was granted before, and do what follows from it."""
    readers = answer_readers(course, now).get(piece.id, 0)
    receiving = _receiving(course, granted.receiver)
    before = deadlines_of_piece(course, piece, receiving)
    row = _store(course, granted, reason, actor=actor, now=now)
    extension = get_extension(course.id, row.id)
    after = deadlines_of_piece(course, piece, receiving)
    unhelped = _unhelped(course, piece, after, now)
    moved = {one: deadline for one, deadline in after.items() if deadline != before[one]}
    _audit(course, piece, extension, receiving, readers, actor=actor, now=now)
    mailing = Mailing(course, piece, now)
    mailing.granted(extension, [one for one in receiving if one.id in moved], before, after)
    tell_listeners(course.id, piece.id, None if granted.receiver == EVERYBODY else list(after), now)
    return Extended(extension, new=True, moved=moved, readers=readers, unhelped=unhelped)


def _unhelped(course: CourseValue, piece: PieceValue, deadlines: Mapping[int, Deadline], now: datetime) -> int:
    """Return how many of these enrolments are at the piece now, and these deadlines leave that as it is."""
    begun = begun_work(course, list(deadlines))
    running = [
        (own, begun[one, piece.id])
        for one, own in deadlines.items()
        if (one, piece.id) in begun and begun[one, piece.id].ending is Ending.RUNS
    ]
    return sum(not work.moved_by(own, now) for own, work in running)


def _receiving(course: CourseValue, receiver: Receiver) -> Sequence[EnrolmentValue]:
    if receiver.enrolment_id is not None:
        return [get_enrolment(course.id, receiver.enrolment_id)]
    if receiver.group_id is not None and get_group(receiver.group_id).course_id != course.id:
        raise NotFound
    return [one for one in roster(course.id) if receiver.group_id in {None, one.group_id}]


def _store(course: CourseValue, granted: Granted, reason: str, *, actor: Actor, now: datetime) -> Extension:
    row = Extension(
        course_id=course.id,
        piece_id=granted.piece_id,
        enrolment_id=granted.receiver.enrolment_id,
        group_id=granted.receiver.group_id,
        until=granted.more.until,
        minutes=granted.more.minutes,
        reason=reason,
        granted_at=now,
        granted_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    if row.enrolment_id is not None:
        session.execute(
            update(ExtensionRequest)
            .where(
                ExtensionRequest.enrolment_id == row.enrolment_id,
                ExtensionRequest.piece_id == row.piece_id,
                ExtensionRequest.answered_at.is_(None),
            )
            .values(answered_at=now, answered_by=actor.person_id, granted=True, extension_id=row.id)
        )
    return row


def _audit(
    course: CourseValue,
    piece: PieceValue,
    extension: ExtensionValue,
    receiving: Sequence[EnrolmentValue],
    readers: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    receiver, more = extension.granted.receiver, extension.granted.more
    after: dict[str, Any] = {
        "piece": piece.key,
        "enrolment": receiver.enrolment_id,
        "group": receiver.group_id,
        "until": more.until.isoformat() if more.until else None,
        "minutes": more.minutes,
        "answers_readable_by": readers,
    }
    audit.record(
        "grant_extension",
        f"extension:{extension.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after=after,
        personal={"reason": extension.reason},
        person_id=receiving[0].person_id if receiver.enrolment_id is not None else None,
    )
