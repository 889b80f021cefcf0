"""More time: for whom, what was granted and asked for, and what may be. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

from app.courses.rules.deadlines import Deadline, MoreTime
from app.courses.rules.values import CourseValue, EnrolmentValue, PieceValue
from app.courses.rules.windows import deadline_for
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

LONGEST_REASON = 1000
MOST_MINUTES = 7 * 24 * 60
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""No end may be moved to here or beyond: calendars and clocks reckon safely before it."""

NO_EXTRA_TIME, MOST_EXTRA_TIME = Fraction(1), Fraction(3)


@dataclass(frozen=True, slots=True)
class Receiver:
    """For whom an extension is: one participant, a group, or everybody (neither named)."""

    enrolment_id: int | None = None
    group_id: int | None = None


EVERYBODY = Receiver()


def receivers_of(enrolment: EnrolmentValue) -> tuple[Receiver, ...]:
    """Return the receivers whose extensions are the participant's: everybody, the group they are in now, themselves."""
    group = (Receiver(group_id=enrolment.group_id),) if enrolment.group_id is not None else ()
    return EVERYBODY, *group, Receiver(enrolment_id=enrolment.id)


@dataclass(frozen=True, slots=True)
class Granted:
    """What an extension does: more time for a piece, for whom."""

    piece_id: int
    receiver: Receiver
    more: MoreTime


@dataclass(frozen=True, slots=True)
class ExtensionValue:
    """One extension as it stands in lists. `name`: the participant's or the group's; `approver`: "" for the system.

    `reason` is "" where a member asked for the group: what they wrote was for the tutors.
    """

    id: int
    granted: Granted
    name: str
    reason: str
    granted_at: datetime
    approver: str


@dataclass(frozen=True, slots=True)
class RequestValue:
    """What a participant asked for, and the answer: `granted` is None while nobody answered."""

    id: int
    piece_id: int
    enrolment_id: int
    name: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None
    granted: bool | None
    answer: str
    approver: str
    extension_id: int | None


def deadlines_among(
    course: CourseValue,
    pieces: Collection[PieceValue],
    enrolments: Iterable[EnrolmentValue],
    granted: Iterable[Granted],
) -> dict[int, dict[int, Deadline]]:
    """Return everybody's deadlines, by enrolment and piece, when this is all that was granted for these pieces."""
    by_receiver: defaultdict[tuple[int, Receiver], tuple[MoreTime, ...]] = defaultdict(tuple)
    for one in granted:
        by_receiver[one.piece_id, one.receiver] += (one.more,)

    @cache
    def deadline(piece_id: int, extra_time: Fraction, more: tuple[MoreTime, ...]) -> Deadline:
        return deadline_for(course, here[piece_id], extra_time, more)

    def more(piece_id: int, enrolment: EnrolmentValue) -> tuple[MoreTime, ...]:
        return tuple(one for who in receivers_of(enrolment) for one in by_receiver.get((piece_id, who), ()))

    here = {piece.id: piece for piece in pieces}
    return {
        enrolment.id: {
            piece_id: deadline(piece_id, enrolment.extra_time, more(piece_id, enrolment) if by_receiver else ())
            for piece_id in here
        }
        for enrolment in enrolments
    }


def that_count(deadline: Deadline, extensions: Iterable[ExtensionValue], piece_id: int) -> tuple[ExtensionValue, ...]:
    """Return those of a participant's extensions that made their deadline of the piece what it is."""
    here = [one for one in extensions if one.granted.piece_id == piece_id]
    minutes = timedelta(minutes=sum(one.granted.more.minutes or 0 for one in here))
    end = deadline.closes_at - minutes if deadline.closes_at else None
    return tuple(one for one in here if one.granted.more.minutes or one.granted.more.until == end)


def check_reason(reason: str) -> str:
    """Return a reason as it is stored. Raises `Unreadable` where there is none, or a book."""
    stored = reason.strip()
    if not stored:
        raise _unreadable(text("Please say why."), "reason")
    if len(stored) > LONGEST_REASON:
        raise _unreadable(text("A reason has at most %(limit)s characters.", limit=LONGEST_REASON), "reason")
    return stored


def check_more(more: MoreTime, now: datetime) -> None:
    """Accept a later end that lies ahead of `now`, or minutes from 1 to a week. Raises `Unreadable`."""
    if (more.until is None) == (more.minutes is None):
        raise _unreadable(text("Say until when, or how many minutes more: one of the two."), "until")
    if more.until is not None and more.until <= now:
        raise _unreadable(text("The new end must lie ahead."), "until")
    if more.until is not None and more.until >= LATEST:
        raise _unreadable(text("The new end lies too far ahead. Is the year right?"), "until")
    if more.minutes is not None and not 0 < more.minutes <= MOST_MINUTES:
        raise _unreadable(text("From 1 to %(most)s minutes, please.", most=MOST_MINUTES), "minutes")


def check_extra_time(factor: Fraction) -> None:
    """Accept a factor from 1 (no extra time) to 3 in hundredths. Raises `Unreadable`."""
    if not NO_EXTRA_TIME <= factor <= MOST_EXTRA_TIME or (factor * 100).denominator != 1:
        raise _unreadable(text("Extra time is a factor from 1 to 3 with up to two decimals, such as 1.25."), "factor")


def _unreadable(reason: Text, where: str) -> Unreadable:
    return Unreadable(reason, problems=[Problem(reason, where)])
