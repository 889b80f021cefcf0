"""Until when an essay may be written and handed in. Pure; `now` is when the request arrived.

Source: docs/decisions/0070-essays.md; the deadline is that of `app.courses.rules.deadlines`, extensions included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.courses.rules import Deadline
from app.courses.rules.deadlines import last_shown
from app.essays.rules.settings import EssaySettings, Late

GRACE = timedelta(seconds=30)
"""What was on its way at the deadline still counts as in time: as with quizzes."""


class Door(StrEnum):
    """Whether an essay is taken: not yet, in time, late, or no more."""

    AHEAD = "ahead"
    OPEN = "open"
    LATE = "late"
    OVER = "over"

    @property
    def lets_in(self) -> bool:
        """Whether text is taken."""
        return self in {Door.OPEN, Door.LATE}


@dataclass(frozen=True, slots=True)
class Window:
    """One participant's times: `closes_at` is the deadline, `late_until` ends what is accepted late; None: no end."""

    opens_at: datetime | None
    closes_at: datetime | None
    late_until: datetime | None

    def door(self, now: datetime) -> Door:
        """Return what becomes of a request that arrived at `now`. `GRACE` is added to either end."""
        if self.opens_at is not None and now < self.opens_at:
            return Door.AHEAD
        if self.closes_at is None or now <= self.closes_at + GRACE:
            return Door.OPEN
        if self.late_until is not None and now <= self.late_until + GRACE:
            return Door.LATE
        return Door.OVER


def window(deadline: Deadline, settings: EssaySettings, zone: str) -> Window:
    """Return the times of who has this `deadline`; days of lateness are days on the clocks of `zone`, the course's."""
    late_until = None
    if settings.late is Late.ACCEPTED and deadline.closes_at is not None:
        wall = deadline.closes_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        late_until = last_shown(wall + timedelta(days=settings.late_days), ZoneInfo(zone))
    return Window(deadline.opens_at, deadline.closes_at, late_until)
