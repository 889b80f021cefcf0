"""The worksheet of a group: its shape, its cells, and who is at them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.shared.errors import NotFound, Problem, RuleBroken, Unreadable
from app.shared.wording import text

LONGEST_CELL = 4000
SEEN_FOR = timedelta(seconds=60)
"""For how long after the last heartbeat somebody is shown as editing: three heartbeats may get lost."""

Words = Mapping[str, str]
Place = tuple[str, str]
"""A cell's row and column, by their keys."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of the worksheet; `guidance` is empty for columns."""

    key: str
    title: Words
    guidance: Words


@dataclass(frozen=True, slots=True)
class Shape:
    """What the course asks to be filled in."""

    title: Words
    intro: Words
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Return every cell, row by row."""
        return tuple((row.key, column.key) for row in self.rows for column in self.columns)

    def check(self, place: Place) -> None:
        """Raise `NotFound` for a cell that the worksheet does not have."""
        if place not in self.places:
            raise NotFound


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says. Version 0: nobody wrote in it yet, and nobody is named."""

    row: str
    column: str
    text: str = ""
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a cell said from `saved_at` on."""

    number: int
    text: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class Editing:
    """Somebody who was seen typing in a cell at `seen_at`."""

    person_id: int
    name: str
    row: str
    column: str
    seen_at: datetime

    def seconds_ago(self, now: datetime) -> int:
        """Return how old that is."""
        return max(0, int((now - self.seen_at).total_seconds()))


class CellChanged(RuleBroken):
    """Somebody wrote in the cell since: what is there now, and what was to be written over it."""

    default_code = "cell_changed"
    default_text = text(
        "Somebody changed this cell since you opened it. Here are both; nothing of yours was saved yet."
    )

    def __init__(self, stored: CellValue, own: str) -> None:
        """Keep both texts."""
        super().__init__()
        self.stored, self.own = stored, own


def shape_of(title: Words, content: Mapping[str, Any]) -> Shape:
    """Return the shape that the material `worksheet` of a course describes."""
    return Shape(
        title=title,
        intro=content["intro"],
        rows=tuple(Line(row["key"], row["title"], row.get("guidance") or {}) for row in content["rows"]),
        columns=tuple(Line(column["key"], column["title"], {}) for column in content["columns"]),
    )


def check_cell(unsafe_text: str) -> str:
    """Return what a cell is to say, its line ends plain. Raises `Unreadable` over 4,000 characters."""
    words = unsafe_text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(words) <= LONGEST_CELL:
        return words
    reason = text("A cell has at most %(limit)s characters.", limit=LONGEST_CELL)
    raise Unreadable(reason, problems=[Problem(reason, "text")])
