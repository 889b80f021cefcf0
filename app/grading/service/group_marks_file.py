"""A file of group marks, read strictly: group, mark_percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import BinaryIO

from app.courses.rules import PERCENT, GroupValue, PieceKind, PieceValue
from app.grading.service.faults import Faults
from app.shared.amounts import CellFault, read_amount
from app.shared.errors import Problem, Unreadable
from app.shared.tables import Columns, Row, read_csv
from app.shared.wording import text

GROUP, MARK = "group", "mark_percent"

Marks = Mapping[int, Fraction | None]
"""The percent that each listed group is to have, by group id; None takes a mark back."""


def read_marks(
    stream: BinaryIO, groups: Sequence[GroupValue], pieces: Sequence[PieceValue], *, max_megabytes: int
) -> Marks:
    """Return the marks that a file states. Raises `Unreadable` with every fault: group unknown or twice, no mark."""
    if not any(piece.kind is PieceKind.GROUP for piece in pieces):
        raise Unreadable(text("This course has no group work, so there are no group marks to import."))
    ids = {group.name: group.id for group in groups}
    marks: dict[int, Fraction | None] = {}
    faults = Faults()
    try:
        for row in read_csv(stream, Columns((GROUP, MARK)), max_megabytes=max_megabytes):
            if isinstance(row, Problem):
                faults.add(row)
            else:
                _read(row, ids, marks, faults)
            if faults.full:
                break
    except Unreadable as cause:
        faults.refuse(cause)
    faults.refuse()
    return marks


def _read(row: Row, ids: Mapping[str, int], marks: dict[int, Fraction | None], faults: Faults) -> None:
    name, cell = row.cells[GROUP], row.cells[MARK]
    group_id = ids.get(name)
    if group_id is None:
        faults.add(Problem(text("The course has no group “%(name)s”.", name=name[:40]), GROUP, row.line))
    elif group_id in marks:
        faults.add(Problem(text("The group “%(name)s” stands twice in the file.", name=name[:40]), GROUP, row.line))
    try:
        mark = read_amount(cell, PERCENT) if cell else None
    except CellFault as fault:
        faults.add(Problem(fault.reason, MARK, row.line))
    else:
        if group_id is not None:
            marks.setdefault(group_id, mark)
