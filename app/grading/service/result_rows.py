"""One line of a file of results, read strictly: what it wants recorded, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from app.accounts.rules import email_key
from app.grading.rules.cells import read_factor
from app.grading.rules.entries import EntryKind
from app.grading.service.result_columns import BONUS, EMAIL, FACTOR, GROUP, HOURS, MOST_HOURS, Layout
from app.grading.service.wanted import NOTHING, Slot, Wanted, criteria_wanted
from app.shared.amounts import CellFault, read_amount
from app.shared.errors import Problem
from app.shared.tables import Row
from app.shared.wording import Text, text


@dataclass(slots=True)
class ResultRow:
    """A line as far as it could be read, and what is wrong with it. `group` is None where there is no such column."""

    line: int
    email: str
    key: str
    group: str | None
    wanted: dict[Slot, Wanted] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def factor(self, layout: Layout) -> Fraction:
        """Return the participation factor that the line states; empty is none."""
        if layout.group_work is None:
            return Fraction(0)
        wanted = self.wanted.get((layout.group_work.id, EntryKind.FACTOR), NOTHING)
        return wanted.value or Fraction(0)


def read_row(row: Row, layout: Layout) -> ResultRow:
    """Return what a line states, with a problem for each cell that cannot be read."""
    email = row.cells[EMAIL]
    result = ResultRow(row.line, email, email_key(email), row.cells.get(GROUP))
    if not email:
        result.problems.append(Problem(text("The e-mail address is missing."), EMAIL, row.line))
    for slot, column, wanted in _read(row, layout):
        if isinstance(wanted, Wanted):
            result.wanted[slot] = wanted
        else:
            result.problems.append(Problem(wanted, column, row.line))
    return result


def _read(row: Row, layout: Layout) -> Iterator[tuple[Slot, str, Wanted | Text]]:
    cells = row.cells
    for quiz in layout.quizzes:
        yield (quiz.id, EntryKind.SCORE), quiz.key, _amount(cells[quiz.key], quiz.maximum)
    if layout.group_work:
        yield (layout.group_work.id, EntryKind.FACTOR), FACTOR, _factor(cells[FACTOR], layout)
    if layout.essay:
        for column, wanted in _essay(row, layout):
            yield (layout.essay.id, EntryKind.CRITERIA), column, wanted
    if BONUS in cells:
        yield (None, EntryKind.BONUS), BONUS, _bonus(cells[BONUS], layout)
    if HOURS in cells:
        yield (None, EntryKind.HOURS), HOURS, _amount(cells[HOURS], MOST_HOURS)


def _amount(cell: str, maximum: Fraction) -> Wanted | Text:
    try:
        return Wanted(read_amount(cell, maximum) if cell else None)
    except CellFault as fault:
        return fault.reason


def _factor(cell: str, layout: Layout) -> Wanted | Text:
    try:
        return Wanted(read_factor(cell, layout.policy) if cell else None)
    except CellFault as fault:
        return fault.reason


def _bonus(cell: str, layout: Layout) -> Wanted | Text:
    amount = _amount(cell, layout.policy.bonus_max)
    if layout.policy.bonus_max:
        return amount
    return NOTHING if amount in (NOTHING, Wanted(Fraction(0))) else text("This course has no bonus.")


def _essay(row: Row, layout: Layout) -> Iterator[tuple[str, Wanted | Text]]:
    """Yield what the criteria make together, or what is wrong with each: all of them are given, or none."""
    given = [column for column in layout.essay_columns if row.cells[column.name]]
    missing = [column.name for column in layout.essay_columns if not row.cells[column.name]]
    if given and missing:
        yield missing[0], text("All criteria of the essay are given, or none; this one is empty.")
    read = [(column, _amount(row.cells[column.name], column.maximum)) for column in given]
    values: dict[str, Fraction] = {}
    for column, wanted in read:
        if isinstance(wanted, Wanted) and wanted.value is not None:
            values[column.criterion] = wanted.value
        elif not isinstance(wanted, Wanted):
            yield column.name, wanted
    if len(values) == len(layout.essay_columns):
        yield "", criteria_wanted(values)
    elif not given:
        yield "", NOTHING
