"""Where a course and a participant stand in time: weeks, windows, what comes next. Pure; `now` is an argument."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.courses.rules import CourseValue, PieceValue, SessionValue, WeekValue, utc


class Stage(StrEnum):
    """Where a course stands: before its first day, under way, after its last day, or closed (results frozen)."""

    AHEAD = "ahead"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"


class Window(StrEnum):
    """Whether a piece can be worked on: not yet, now, or no more."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """One week of a course with what happens in it. `week` None: what lies outside the course's dates."""

    week: WeekValue | None
    sessions: tuple[SessionValue, ...]
    pieces: tuple[PieceValue, ...]


def first_instant(course: CourseValue) -> datetime:
    """Return the instant at which the course's first day begins in its zone."""
    return utc(course.starts_on, time(), course.timezone)


def last_instant(course: CourseValue) -> datetime:
    """Return the instant at which the course's last day is over in its zone."""
    return utc(course.ends_on + timedelta(days=1), time(), course.timezone)


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


def deadline_of(course: CourseValue, piece: PieceValue) -> datetime:
    """Return until when a piece counts: its own closing, or the end of the course's last day where it has none."""
    return piece.closes_at or last_instant(course)


def window_of(course: CourseValue, piece: PieceValue, now: datetime) -> Window:
    """Return whether a piece is open at `now`. After closing nothing is; the deadline itself is too late."""
    if course.is_closed or now >= deadline_of(course, piece):
        return Window.OVER
    opens_at = piece.opens_at or first_instant(course)
    return Window.OPEN if opens_at <= now else Window.AHEAD


def next_session(sessions: Iterable[SessionValue], now: datetime) -> SessionValue | None:
    """Return the session under way, or the next to begin; None when all are over."""
    return min((one for one in sessions if one.ends_at > now), key=lambda one: (one.starts_at, one.key), default=None)


def still_to_do(
    course: CourseValue, pieces: Iterable[PieceValue], done: Collection[str], now: datetime
) -> tuple[PieceValue, ...]:
    """Return the pieces not done and not over: those open now first, the nearest deadline on top."""
    waiting = [piece for piece in pieces if piece.key not in done and window_of(course, piece, now) is not Window.OVER]
    return tuple(
        sorted(
            waiting,
            key=lambda piece: (
                window_of(course, piece, now) is not Window.OPEN,
                deadline_of(course, piece),
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
