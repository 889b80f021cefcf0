"""A workbook of marks that goes out and comes back: its columns, its rows, and who may hand it in. Pure.

Points and comments are cells, known by a key: `points:clarity`, `comment:clarity`, and `comment` on the whole. A cell's
value is text: a number as one types it, “” for nothing. Why so: docs/decisions/0082-offline-marking.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import Criterion
from app.rubrics.rules import MarkContent, Round
from app.shared.amounts import plain_number

MARKS_SHEET = "Marks"
MOST_ROWS = 2000
"""A workbook has at most so many essays; ten times the largest course that was ever marked."""

TICKET = ("essay", "round", "version", "handed_in", "seal")
"""Hidden columns, which say what a row is about and are sealed."""
SHOWN = ("name", "language", "words", "file")
"""Locked columns, for the marker to read."""
STATE = "state"
COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a row is about: an essay, in the version that was handed in, and the marker's mark as it stood (0: none)."""

    essay_id: int
    round: Round
    version: int
    handed_in: int

    def sealed_for(self, course_id: int, marker_id: int) -> bytes:
        """Return what is sealed: a row counts in its course, for its marker, with what it went out with."""
        return f"{course_id}:{marker_id}:{self.essay_id}:{self.round.value}:{self.version}:{self.handed_in}".encode()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One essay in a workbook that goes out, with the marker's mark as it stands. `file`: where its text lies."""

    ticket: Ticket
    seal: str
    name: str
    language: str
    words: int
    file: str
    cells: Mapping[str, str]
    final: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a workbook that came back. `line` is its row in the sheet; `addresses` say where each cell stands."""

    line: int
    ticket: Ticket
    seal: str
    cells: Mapping[str, str]
    final: bool
    addresses: Mapping[str, str]


def cell_keys(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Return the keys of the cells that a marker fills in, in the order of the sheet."""
    pairs = [(f"points:{one.key}", f"comment:{one.key}") for one in criteria]
    return (*(key for pair in pairs for key in pair), COMMENT)


def columns(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Return the keys of all columns in their order; they stand in the hidden first row."""
    return (*TICKET, *SHOWN, *cell_keys(criteria), STATE)


def cells_of(content: MarkContent, criteria: Sequence[Criterion]) -> dict[str, str]:
    """Return a mark as cells."""
    cells: dict[str, str] = {}
    for one in criteria:
        points = content.criteria.get(one.key)
        cells[f"points:{one.key}"] = "" if points is None else plain_number(points)
        cells[f"comment:{one.key}"] = content.comments.get(one.key, "")
    cells[COMMENT] = content.comment
    return cells


def content_from(cells: Mapping[str, str]) -> MarkContent:
    """Return cells as a mark; points are exact numbers as text."""
    return MarkContent(
        criteria={
            _criterion(key): Fraction(value) for key, value in cells.items() if key.startswith("points:") and value
        },
        comments={_criterion(key): value for key, value in cells.items() if key.startswith("comment:") and value},
        comment=cells.get(COMMENT, ""),
    )


def _criterion(key: str) -> str:
    return key.partition(":")[2]
