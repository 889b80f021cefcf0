"""The windows of a course's pieces, and until when each counts for a participant. Pure; `now` is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.courses.rules.deadlines import Deadline, MoreTime, Window, WindowState, effective, last_shown
from app.courses.rules.moments import utc
from app.courses.rules.values import CourseValue, PieceValue

DEFAULT_DAYS = 2
"""How many days a request is granted with one click."""
MOST_DEFAULT_MINUTES = 24 * 60
"""Work whose time ran out longer ago than this is not opened again with one click."""
_MINUTE = timedelta(minutes=1)


class Ending(StrEnum):
    """How a participant's work on a piece stands."""

    RUNS = "runs"
    """It is under way; it may be over by the clock, and be closed in a moment."""
    RAN_OUT = "ran_out"
    """It ended with its time. More time opens it again."""
    HANDED_IN = "handed_in"
    """More time changes nothing."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The work that a participant began on a piece and that is their last: its time ran from `started_at`.

    `credit` is time given back after incidents, `due_at` its end as it stands (None: nothing ends it).
    """

    ending: Ending
    started_at: datetime
    credit: timedelta
    due_at: datetime | None

    def minutes_with(self, more: MoreTime, now: datetime) -> int | None:
        """Return the full minutes that `more` adds to it, from `now` on if it is over; None without any minutes."""
        if more.minutes is None or self.due_at is None:
            return None
        return (self.due_at + timedelta(minutes=more.minutes) - max(self.due_at, now)) // _MINUTE

    def moved_by(self, deadline: Deadline, now: datetime) -> bool:
        """Tell whether it goes on, or goes on for longer, when its piece has this deadline."""
        if self.ending is Ending.HANDED_IN or self.due_at is None:
            return False
        due_at = deadline.due(self.started_at, self.credit)
        return due_at is None or due_at > max(self.due_at, now)


def first_instant(course: CourseValue) -> datetime:
    """Return the instant at which the course's first day begins in its zone."""
    return utc(course.starts_on, time(), course.timezone)


def last_instant(course: CourseValue) -> datetime:
    """Return the instant at which the course's last day is over in its zone."""
    return utc(course.ends_on + timedelta(days=1), time(), course.timezone)


def window_of(course: CourseValue, piece: PieceValue) -> Window:
    """Return the window of a piece: the days of the course where the piece says nothing of its own."""
    return Window(
        opens_at=piece.opens_at or first_instant(course),
        closes_at=piece.closes_at or last_instant(course),
        minutes=piece.minutes,
    )


def deadline_for(
    course: CourseValue, piece: PieceValue, extra_time: Fraction = Fraction(1), more: Iterable[MoreTime] = ()
) -> Deadline:
    """Return what `piece` allows a participant with this extra time and these extensions of it."""
    return effective(window_of(course, piece), zone=course.timezone, extra_time=extra_time, more=more)


def state_in(course: CourseValue, deadline: Deadline, now: datetime) -> WindowState:
    """Return whether a piece can be worked on at `now`. In a closed course none can."""
    return WindowState.OVER if course.is_closed else deadline.state(now)


def default_until(course: CourseValue, deadline: Deadline, now: datetime) -> datetime:
    """Return until when one click grants: two days after the end (after `now`, if that is over), at its time of day."""
    zone = ZoneInfo(course.timezone)
    end = (deadline.closes_at or last_instant(course)).astimezone(zone)
    day = max(end.date(), now.astimezone(zone).date()) + timedelta(days=DEFAULT_DAYS)
    return last_shown(datetime.combine(day, end.time()), zone)


def default_more(course: CourseValue, deadline: Deadline, begun: Begun | None, now: datetime) -> MoreTime:
    """Return what one click grants to somebody with this deadline: time that moves something.

    Two days, see `default_until`. Where the time limit of `begun` work ends it, so that a later end of the window would
    move nothing: half the time limit, on top of what is left or from `now` on, in full minutes.
    """
    days = MoreTime(until=default_until(course, deadline, now))
    if begun is None or begun.ending is Ending.HANDED_IN or begun.due_at is None or deadline.limit is None:
        return days
    if begun.moved_by(replace(deadline, closes_at=max(days.until or now, deadline.closes_at or now)), now):
        return days
    minutes = -((begun.due_at - max(begun.due_at, now) - deadline.limit / 2) // _MINUTE)
    return MoreTime(minutes=minutes) if minutes <= MOST_DEFAULT_MINUTES else days
