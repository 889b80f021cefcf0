"""Remarks: when one may be asked for, and how one ends. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class RemarkState(StrEnum):
    """Open; or decided: the mark stays, another one was given, or the participant took the request back."""

    OPEN = "open"
    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def asked_until(known_since: datetime, days: int, zone: str) -> datetime:
    """Return until when a remark may be asked for: `days` of wall time in `zone` after the mark could be seen."""
    local = known_since.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=days)).astimezone(known_since.tzinfo)


def may_be_asked(known_since: datetime | None, days: int, zone: str, now: datetime) -> bool:
    """Return whether the window is open; a course that gives no days has no remarks."""
    return known_since is not None and days > 0 and now <= asked_until(known_since, days, zone)
