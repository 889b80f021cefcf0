"""What becomes of each cell of a workbook that comes back: taken, kept, or for its marker to decide. Pure.

Three values meet: what stood there when the workbook went out, what is stored now, and what the file says. Where only
the file changed, it is taken; where only the store changed, that stays; where both did, and not alike, nobody is
overwritten unseen: the marker decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.essays.rules.workbook import FileRow


class Standing(StrEnum):
    """What becomes of a cell."""

    SAME = "same"
    TAKEN = "taken"
    KEPT = "kept"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """What a marker decides where both changed."""

    FILE = "file"
    STORED = "stored"


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell: where it stands in the file, its three values, and what becomes of it."""

    key: str
    address: str
    base: str
    stored: str
    file: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class RowState:
    """One essay: its cells, and whether its mark is to be final, and is. `version`: of what is stored (0: nothing).

    `left_out`: the essay is not the marker's any more, and nothing was filled in; it has no cells then.
    """

    row: FileRow
    name: str
    cells: tuple[CellState, ...]
    final: bool
    was_final: bool
    version: int
    left_out: bool = False

    @property
    def essay_id(self) -> int:
        """Which essay it is about."""
        return self.row.ticket.essay_id

    @property
    def conflicts(self) -> tuple[CellState, ...]:
        """The cells that the marker has to decide."""
        return tuple(cell for cell in self.cells if cell.standing is Standing.CONFLICT)

    def outcome(self, choices: Mapping[str, Choice]) -> dict[str, str] | None:
        """Return the cells as they are to be stored; None: nothing changes. `choices` by key, for each conflict."""
        cells = {cell.key: _outcome(cell, choices) for cell in self.cells}
        changed = any(cells[cell.key] != cell.stored for cell in self.cells) or self.final != self.was_final
        return cells if changed else None


def merged(
    row: FileRow,
    name: str,
    *,
    base: Mapping[str, str],
    stored: Mapping[str, str],
    was_final: bool,
    version: int,
    base_final: bool,
) -> RowState:
    """Return what becomes of a row. A mark that became final meanwhile is not changed unseen either."""
    newly_final = was_final and not base_final
    cells = tuple(
        CellState(
            key,
            row.addresses.get(key, ""),
            base.get(key, ""),
            stored.get(key, ""),
            value,
            standing(base.get(key, ""), stored.get(key, ""), value, guarded=newly_final),
        )
        for key, value in row.cells.items()
    )
    return RowState(row, name, cells, row.final or was_final, was_final, version)


def standing(base: str, stored: str, file: str, *, guarded: bool = False) -> Standing:
    """Return what becomes of a cell. `guarded`: the store must not be changed unseen, even where it did not change."""
    if file == stored:
        return Standing.SAME
    if file == base:
        return Standing.KEPT
    return Standing.CONFLICT if guarded or stored != base else Standing.TAKEN


def _outcome(cell: CellState, choices: Mapping[str, Choice]) -> str:
    if cell.standing is Standing.CONFLICT:
        return cell.file if choices[cell.key] is Choice.FILE else cell.stored
    return cell.file if cell.standing is Standing.TAKEN else cell.stored
