"""The one deadline function: until when a piece of work counts for a participant. Pure.

Clock, lateness, reminders, calendar and reports all read what `effective` returns.
Source: docs/decisions/0061-deadlines.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


class WindowState(StrEnum):
    """Whether one can work on a piece: not yet, now, or no more."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Window:
    """What a piece allows everybody: from when (None: from ever), until when (None: for ever), for how many minutes."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MoreTime:
    """One extension as far as time goes: a later end of the window, or minutes more (above 0)."""

    until: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a piece allows one participant. `limit` is how long one may work once started; None: no limit."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    limit: timedelta | None = None

    def due(self, started_at: datetime, credit: timedelta = timedelta()) -> datetime | None:
        """Return when work begun at `started_at` must be in: at the limit or the window's end, whichever is first.

        `credit` is time given back after an incident; it comes on top. None: nothing ends it.
        """
        ends = [self.closes_at] if self.closes_at else []
        if self.limit is not None:
            ends.append(started_at + self.limit)
        return min(ends) + credit if ends else None

    def cut(self, start: datetime) -> timedelta:
        """Return by how much the window's end cuts the time limit of work begun at `start`; 0 where it does not."""
        if self.limit is None or self.closes_at is None:
            return timedelta()
        return min(self.limit, max(timedelta(), start + self.limit - self.closes_at))

    def state(self, now: datetime) -> WindowState:
        """Return whether the window is open at `now`; its last instant is too late."""
        if self.closes_at is not None and now >= self.closes_at:
            return WindowState.OVER
        if self.opens_at is not None and now < self.opens_at:
            return WindowState.AHEAD
        return WindowState.OPEN


def effective(
    window: Window, *, zone: str, extra_time: Fraction = Fraction(1), more: Iterable[MoreTime] = ()
) -> Deadline:
    """Return what `window` becomes for a participant with this `extra_time` (a factor, 1 or more) and these extensions.

    The factor stretches the time limit, and the window by the clocks of `zone` (the course's), both up to the full
    minute; each `until` moves the end there if that is later; all `minutes` add up, on the limit and on the end.
    Nothing ever makes it shorter, and the opening stays where it is.
    """
    granted = tuple(more)
    minutes = sum(one.minutes for one in granted if one.minutes)
    closes_at = _stretched(window, ZoneInfo(zone), extra_time)
    if closes_at is not None:
        closes_at = max([closes_at, *(one.until for one in granted if one.until)]) + timedelta(minutes=minutes)
    limit = None
    if window.minutes is not None:
        limit = timedelta(minutes=-(-window.minutes * max(extra_time, Fraction(1)) // 1) + minutes)
    return Deadline(window.opens_at, closes_at, limit)


def _stretched(window: Window, zone: ZoneInfo, factor: Fraction) -> datetime | None:
    opens_at, closes_at = window.opens_at, window.closes_at
    if opens_at is None or closes_at is None or factor <= 1:
        return closes_at
    first, last = (instant.astimezone(zone).replace(tzinfo=None) for instant in (opens_at, closes_at))
    wall = first - (first - last) * factor.numerator // factor.denominator
    whole = wall.replace(second=0, microsecond=0)
    return max(closes_at, last_shown(whole if whole == wall else whole + _MINUTE, zone))


def last_shown(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the last instant at which clocks show `wall`; where they skip it, the instant at which they jump."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        return after
    jumped = before.astimezone(zone).utcoffset()
    early, late = after, before
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        early, late = (early, middle) if middle.astimezone(zone).utcoffset() == jumped else (middle, late)
    return late
