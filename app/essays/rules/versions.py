"""Which versions of a draft are kept. Pure; `now` is an argument. Source: docs/decisions/0070-essays.md."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

KEPT_WHOLE = timedelta(hours=1)
"""For how long every version stays."""
SLOT = timedelta(minutes=10)
"""Of older ones the last of each such part of an hour stays."""


def to_thin(saved: Iterable[tuple[int, datetime]], kept: Collection[int], now: datetime) -> list[int]:
    """Return the numbers of the versions that may go.

    `saved`: (number, when) of each version. Every version of the last hour stays, of older ones the last of each ten
    minutes, and whatever is in `kept`: handed in, or taken from a file. Again, it finds nothing more to take.
    """
    last_of: dict[int, int] = {}
    older = [(number, when) for number, when in sorted(saved) if now - when > KEPT_WHOLE]
    for number, when in older:
        last_of[_slot(when)] = number
    return [number for number, when in older if last_of[_slot(when)] != number and number not in kept]


def _slot(instant: datetime) -> int:
    return int(instant.timestamp() // SLOT.total_seconds())
