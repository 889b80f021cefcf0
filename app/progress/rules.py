"""Where a course and a participant stand in time: weeks, windows, what comes next. Pure; `now` is an argument."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.courses.rules import (
    CourseValue,
    Deadline,
    PieceKind,
    PieceValue,
    SessionValue,
    WeekValue,
    WindowState,
    first_instant,
    last_instant,
    state_in,
)


class Stage(StrEnum):
    """Where a course stands: before its first day, under way, after its last day, or closed (results frozen)."""

    AHEAD = "ahead"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """One week of a course with what happens in it. `week` None: what lies outside the course's dates."""

    week: WeekValue | None
    sessions: tuple[SessionValue, ...]
    pieces: tuple[PieceValue, ...]


def stage_of(course: CourseValue, now: datetime) -> Stage:
    """Return where the course stands at `now`."""
    if course.is_closed:
        return Stage.CLOSED
    if now < first_instant(course):
        return Stage.AHEAD
    return Stage.RUNNING if now < last_instant(course) else Stage.ENDED


def week_now(course: CourseValue, weeks: Iterable[WeekValue], now: datetime) -> WeekValue | None:
    """Return the week that `now` lies in, by the calendar of the course's zone; None outside the weeks."""
    today = now.astimezone(ZoneInfo(course.timezone)).date()
    return next((week for week in weeks if week.starts_on <= today < week.starts_on + timedelta(days=7)), None)


def next_session(sessions: Iterable[SessionValue], now: datetime) -> SessionValue | None:
    """Return the session under way, or the next to begin; None when all are over."""
    return min((one for one in sessions if one.ends_at > now), key=lambda one: (one.starts_at, one.key), default=None)


def still_to_do(
    course: CourseValue,
    pieces: Collection[PieceValue],
    deadlines: Mapping[int, Deadline],
    done: Collection[str],
    now: datetime,
) -> tuple[PieceValue, ...]:
    """Return the pieces not done and not over for whom `deadlines` are: open ones first, the nearest end on top."""
    states = {piece.id: state_in(course, deadlines[piece.id], now) for piece in pieces}
    waiting = [piece for piece in pieces if piece.key not in done and states[piece.id] is not WindowState.OVER]
    return tuple(
        sorted(
            waiting,
            key=lambda piece: (
                states[piece.id] is not WindowState.OPEN,
                deadlines[piece.id].closes_at or last_instant(course),
                piece.position,
            ),
        )
    )


def by_week(
    weeks: Sequence[WeekValue], sessions: Sequence[SessionValue], pieces: Sequence[PieceValue]
) -> tuple[WeekPlan, ...]:
    """Return the course week by week, and last what belongs to no week, if anything does."""
    numbers = {week.number for week in weeks}
    plans = [
        WeekPlan(
            week,
            tuple(session for session in sessions if session.week == week.number),
            tuple(piece for piece in pieces if piece.week == week.number),
        )
        for week in weeks
    ]
    outside = WeekPlan(
        None,
        tuple(session for session in sessions if session.week not in numbers),
        tuple(piece for piece in pieces if piece.week not in numbers),
    )
    return (*plans, outside) if outside.sessions or outside.pieces else tuple(plans)


WORDS_AN_HOUR = 6000
"""How many words of essays a marker reads and comments in an hour: about 20 minutes for one of 2,000 words."""
LEAST_MINUTES = 5


class Reason(StrEnum):
    """Why to write to a participant: nothing was begun, or pieces went by undone."""

    NOT_BEGUN = "not_begun"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Contact:
    """A participant to write to. `missed`: the keys of the pieces whose time is over and that were not done."""

    enrolment_id: int
    reason: Reason
    missed: tuple[str, ...]


def minutes_to_mark(words: int) -> int:
    """Return about how long an essay takes to mark, in whole minutes up, never under `LEAST_MINUTES`."""
    return max(LEAST_MINUTES, -(-words * 60 // WORDS_AN_HOUR))


def contacts(
    course: CourseValue,
    pieces: Sequence[PieceValue],
    deadlines: Mapping[int, Mapping[int, Deadline]],
    done: Mapping[int, Collection[str]],
    now: datetime,
    *,
    excused: Mapping[int, Collection[str]] | None = None,
) -> tuple[Contact, ...]:
    """Return whom to write to, by enrolment: who has begun nothing first, then who missed most.

    Own deadlines count, extensions included. Group work is left out: whether somebody took part is for tutors to say.
    So is what somebody is `excused` from.
    """
    found = []
    for enrolment_id, own in deadlines.items():
        over = [piece for piece in pieces if state_in(course, own[piece.id], now) is WindowState.OVER]
        settled = {*done[enrolment_id], *(excused or {}).get(enrolment_id, ())}
        missed = tuple(piece.key for piece in over if piece.kind is not PieceKind.GROUP and piece.key not in settled)
        if missed:
            reason = Reason.BEHIND if done[enrolment_id] else Reason.NOT_BEGUN
            found.append(Contact(enrolment_id, reason, missed))
    return tuple(sorted(found, key=lambda one: (one.reason is Reason.BEHIND, -len(one.missed), one.enrolment_id)))


REMINDED = timedelta(hours=48)
"""So long before a piece closes for somebody they are reminded of it: hours that pass, whatever clocks show."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A piece that soon closes for a participant, and that they still owe."""

    enrolment_id: int
    piece: PieceValue
    closes_at: datetime


def closing_soon(
    course: CourseValue,
    pieces: Sequence[PieceValue],
    deadlines: Mapping[int, Mapping[int, Deadline]],
    now: datetime,
    settled: Container[tuple[int, int]] = (),
) -> tuple[Closing, ...]:
    """Return of what to remind whom: what is open for them, and closes within `REMINDED`.

    `deadlines`: each participant's own, by enrolment and piece. `settled`: what is not owed (any more), as (enrolment,
    piece). Group work is left out: the group hands it in.
    """
    asked = [piece for piece in pieces if piece.kind is not PieceKind.GROUP]
    return tuple(
        Closing(enrolment_id, piece, closes_at)
        for enrolment_id, own in deadlines.items()
        for piece in asked
        if (enrolment_id, piece.id) not in settled
        and state_in(course, own[piece.id], now) is WindowState.OPEN
        and (closes_at := own[piece.id].closes_at) is not None
        and closes_at - now <= REMINDED
    )
