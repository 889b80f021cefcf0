"""When peers may rate: from an instant on, until another. Pure; `now` is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.courses.rules import Wall, utc, wall_fault
from app.groupwork.rules.peer_words import Missing
from app.shared.errors import Problem, RuleBroken, Unreadable
from app.shared.wording import text

EARLIEST, LATEST = 1970, 2200
"""Years outside of which nobody means a date."""

REMINDED = timedelta(days=2)
"""So long before the end those who have not rated are reminded."""

ALLOWANCE = timedelta(seconds=60)
"""How long a rating may wait on our side after it arrived, before it is stored."""


class PeerState(StrEnum):
    """Where a window stands: without dates, not open yet, open, over."""

    UNSET = "unset"
    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PeerWindow:
    """When peers may rate, both instants included, and the rule for those who do not.

    `version` is that of the dates a manager set; 0: they are those of the course definition.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    missing: Missing
    version: int = 0

    def state(self, now: datetime) -> PeerState:
        """Return where the window stands at `now`."""
        if self.opens_at is None or self.closes_at is None:
            return PeerState.UNSET
        if now < self.opens_at:
            return PeerState.BEFORE
        return PeerState.OPEN if now <= self.closes_at else PeerState.OVER

    @property
    def reminds_at(self) -> datetime | None:
        """When those who have not rated are reminded: two days before the end, not before the beginning."""
        if self.opens_at is None or self.closes_at is None:
            return None
        return max(self.opens_at, self.closes_at - REMINDED)

    def reminds(self, now: datetime) -> bool:
        """Tell whether those who have not rated are to be reminded by `now`: while they still may rate."""
        reminds_at = self.reminds_at
        return reminds_at is not None and reminds_at <= now and self.state(now) is PeerState.OPEN

    def may_settle(self, now: datetime) -> bool:
        """Tell whether it is over, and ratings that arrived in time have had time to be stored."""
        return self.closes_at is not None and self.state(now - ALLOWANCE) is PeerState.OVER

    def check_open(self, now: datetime) -> None:
        """Raise `RuleBroken` (peers_not_open, peers_over) unless peers may rate at `now`."""
        state = self.state(now)
        if state is PeerState.OVER:
            raise RuleBroken(text("The time for this is over: nothing was changed."), code="peers_over")
        if state is not PeerState.OPEN:
            raise RuleBroken(text("This is not open yet."), code="peers_not_open")


def check_dates(opens_at: datetime, closes_at: datetime) -> None:
    """Raise `Unreadable` unless the end comes after the beginning."""
    if closes_at <= opens_at:
        raise Unreadable(problems=[Problem(text("The end must come after the beginning."), "closes")])


def read_instant(typed: str, zone: str, where: str) -> datetime:
    """Return the instant of a day and time on the clocks of `zone`, typed as `2022-04-02T10:00`.

    Raises `Unreadable` for what is no time, and for one that the clocks skip or show twice.
    """
    try:
        shown = datetime.fromisoformat(typed.strip())
    except ValueError:
        shown = None
    if shown is None or shown.tzinfo is not None or not EARLIEST <= shown.year <= LATEST:
        raise Unreadable(problems=[Problem(text("Please choose a day and a time."), where)])
    wall = Wall(shown.date(), shown.time())
    if fault := wall_fault(wall, zone):
        raise Unreadable(problems=[Problem(fault, where)])
    return utc(wall.day, wall.at, zone)


def days_after(deadline: datetime | None, days: int, zone: str) -> tuple[datetime | None, datetime | None]:
    """Return the window of `days` days from a deadline on, by the clocks of `zone`; nothing for no deadline or days."""
    if deadline is None or not days:
        return None, None
    wall = deadline.astimezone(ZoneInfo(zone))
    return deadline, (wall + timedelta(days=days)).astimezone(UTC)
