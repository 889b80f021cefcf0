"""The only place that asks what time it is. Everything else takes the instant as an argument."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return `instant` as clocks in the IANA `zone` show it. Raises `ZoneInfoNotFoundError` for an unknown zone."""
    return instant.astimezone(ZoneInfo(zone))
