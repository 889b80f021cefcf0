"""Days and wall times, and the instants they are in a zone. Pure.

A course says "10:00 in Turin"; what is stored and compared is the instant in UTC. A wall time that clocks skip or show
twice, at a change of summer time, is no instant, and is reported instead of guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.shared.wording import Text, text


@dataclass(frozen=True, slots=True, order=True)
class Wall:
    """What a calendar and a clock on the wall show: a day and a time, in a zone that stands elsewhere."""

    day: date
    at: time

    def __str__(self) -> str:
        """Return `2022-02-14 08:00`, as definitions write it."""
        return f"{self.day.isoformat()} {self.at.isoformat(timespec='minutes')}"

    @classmethod
    def of(cls, written: str) -> Wall:
        """Return the wall time that `str` wrote."""
        shown = datetime.fromisoformat(written)
        return cls(shown.date(), shown.time())


def utc(day: date, at: time, zone: str) -> datetime:
    """Return the instant at which clocks in the IANA `zone` show `day` and `at`.

    A time that is shown twice is the earlier one; a time that is skipped is read with the offset before the change.
    """
    return datetime.combine(day, at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def wall_fault(wall: Wall, zone: str) -> Text | None:
    """Return why `wall` is no single instant in `zone` (skipped, or shown twice), or None when it is one."""
    earlier = datetime.combine(wall.day, wall.at.replace(tzinfo=ZoneInfo(zone), fold=0))
    later = earlier.replace(fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return None
    shown = earlier.astimezone(UTC).astimezone(earlier.tzinfo)
    if shown.replace(tzinfo=None) != earlier.replace(tzinfo=None):
        return text(
            "Clocks in %(zone)s skip %(wall)s, where summer time begins. Did you mean %(shown)s?",
            zone=zone,
            wall=str(wall),
            shown=f"{shown:%H:%M}",
        )
    return text(
        "Clocks in %(zone)s show %(wall)s twice, where summer time ends. Choose a time outside that hour.",
        zone=zone,
        wall=str(wall),
    )


def shifted(value: Any, days: int) -> Any:  # noqa: ANN401 - whatever a definition is made of
    """Return `value` with every day in it moved by whole `days`; times of day stay, so wall time is kept across DST."""
    if isinstance(value, Wall):
        return Wall(value.day + timedelta(days=days), value.at)
    if isinstance(value, date):
        return value + timedelta(days=days)
    if isinstance(value, dict):
        return type(value)((key, shifted(inner, days)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return type(value)(shifted(inner, days) for inner in value)
    return value
