"""What belongs on the page of a week. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.courses.rules.deadlines import Deadline
from app.courses.rules.moments import utc
from app.courses.rules.values import PieceValue, WeekValue

_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A piece as a reader of a week's page has it: the own deadline, and whether it differs from everybody's."""

    piece: PieceValue
    deadline: Deadline
    own: bool


def due_in(
    week: WeekValue,
    pieces: Iterable[PieceValue],
    deadlines: Mapping[int, Deadline],
    general: Mapping[int, Deadline],
    zone: str,
) -> tuple[Due, ...]:
    """Return the pieces of a week and those that close in it, the nearest deadline first.

    `deadlines`: the reader's own by piece, `general`: everybody's; a week is seven days in the course's `zone`.
    """
    starts = utc(week.starts_on, time(), zone)
    ends = utc(week.starts_on + _DAYS, time(), zone)
    due = [
        Due(piece, deadlines[piece.id], deadlines[piece.id] != general[piece.id])
        for piece in pieces
        if piece.week == week.number or _within(deadlines[piece.id].closes_at, starts, ends)
    ]
    return tuple(sorted(due, key=lambda one: (one.deadline.closes_at or ends, one.piece.position)))


def _within(instant: datetime | None, starts: datetime, ends: datetime) -> bool:
    return instant is not None and starts <= instant < ends
