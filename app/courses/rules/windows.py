"""The windows of a course's pieces, and until when each counts for a participant. Pure; `now` is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.courses.rules.deadlines import Deadline, MoreTime, Window, WindowState, effective, last_shown
from app.courses.rules.moments import utc
from app.courses.rules.values import CourseValue, PieceValue

DEFAULT_DAYS = 2
"""How many days a request is granted with one click."""


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
