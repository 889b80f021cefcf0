"""The three instants of an attempt, made from the one deadline function of courses. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

ALLOWANCE = timedelta(seconds=60)
"""How long a request may wait on our side, behind a trusted proxy that stamps its arrival, before it is looked at."""
SILENCE = timedelta(seconds=60)
"""A page that was not heard of for longer than this was cut off."""


@dataclass(frozen=True, slots=True)
class Instants:
    """When an attempt is due, until when an answer may arrive, after when it is closed whoever looks; None: never."""

    due_at: datetime | None
    accept_until: datetime | None
    close_at: datetime | None


def instants(due_at: datetime | None, *, grace: timedelta, allowance: timedelta) -> Instants:
    """Return the instants of an attempt that is due then.

    `grace` is for answers that were on their way, `allowance` for requests that queued on our side after arriving.
    """
    if due_at is None:
        return Instants(None, None, None)
    return Instants(due_at, due_at + grace, due_at + grace + allowance)


def not_shorter(stored: datetime | None, found: datetime | None) -> datetime | None:
    """Return the later of two deadlines; None, which ends nothing, is the latest. No deadline ever moves forward."""
    return None if stored is None or found is None else max(stored, found)


Span = tuple[datetime, datetime]
"""From an instant until another one."""


def lost_in(interval: Span, gaps: Iterable[Span], given: Iterable[Span] = ()) -> timedelta:
    """Return for how long gaps lie in an interval, what lies in intervals that were `given` back before left out.

    No moment counts twice, however gaps overlap.
    """
    began, ended = interval
    gaps, given = tuple(gaps), tuple(given)
    marks = {began, ended, *(instant for span in (*gaps, *given) for instant in span if began < instant < ended)}
    lost = timedelta()
    for start, end in pairwise(sorted(marks)):
        if _covers(gaps, start, end) and not _covers(given, start, end):
            lost += end - start
    return lost


def _covers(spans: Iterable[Span], start: datetime, end: datetime) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def whole_seconds(span: timedelta) -> int:
    """Return a span in seconds, rounded up: nobody is given back less than was lost."""
    return -(-span // timedelta(seconds=1))
