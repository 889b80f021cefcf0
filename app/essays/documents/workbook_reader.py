"""Reads a workbook of marks that comes back. Nothing in it is run; every fault is named by the address of its cell."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from openpyxl import load_workbook

from app.courses.rules import Criterion
from app.essays.documents.workbook import FIRST_ROW, address_of
from app.essays.documents.workbook_archive import check_archive, no_workbook
from app.essays.documents.workbook_wording import state_written
from app.essays.rules.workbook import MARKS_SHEET, MOST_ROWS, STATE, TICKET, FileRow, Ticket, columns
from app.rubrics.rules import LONGEST_COMMENT, Round
from app.shared.amounts import CellFault, plain_number, quoted_cell, read_amount
from app.shared.errors import DomainError, Problem, TooLarge, Unreadable
from app.shared.wording import Text, text

DECIMALS = 4
ROWS_OF_A_SHEET = 1_048_576
_ESCAPED_RETURN = re.compile(r"_x000[dD]_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CALENDAR = (datetime, date, time, timedelta)


def read_workbook(content: bytes, criteria: Sequence[Criterion]) -> list[FileRow]:
    """Return the rows of a workbook that was filled in, those without an essay left out.

    Raises `TooLarge`, and `Unreadable` with a problem for each cell that cannot be used.
    """
    check_archive(content)
    reader = _Reader(criteria)
    rows = reader.rows(_cells(content, len(columns(criteria))))
    if reader.problems:
        raise Unreadable(text("Some cells cannot be read. Nothing was changed."), problems=reader.problems)
    return rows


def _cells(content: bytes, width: int) -> list[Sequence[Any]]:
    """Return the cells of the sheet of marks, row by row. What the library cannot read is no workbook of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library does not carry (validation, styles) is of no matter here
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            names = book.sheetnames
            if MARKS_SHEET in names:
                sheet = book[MARKS_SHEET]
                sheet.reset_dimensions()
                return _bounded(sheet.iter_rows(max_col=width))
        except DomainError:
            raise
        except Exception:  # noqa: BLE001 - a hostile file can make the library fail in any way
            raise Unreadable(no_workbook()) from None
    raise Unreadable(text("The sheet “%(name)s” is missing.", name=MARKS_SHEET))


def _bounded(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the rows that an essay may stand in. Empty ones may follow, up to what a sheet can have."""
    kept: list[Sequence[Any]] = []
    for line, row in enumerate(rows):
        if line < FIRST_ROW + MOST_ROWS:
            kept.append(tuple(row))
        elif line >= ROWS_OF_A_SHEET or not _is_blank(row):
            raise TooLarge(text("A sheet has more than %(limit)s rows.", limit=MOST_ROWS))
    return kept


class _Reader:
    """Reads row by row and notes every fault with its place."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self._maxima: Mapping[str, Fraction] = {f"points:{one.key}": one.maximum for one in criteria}
        self._columns = columns(criteria)
        self._places = {key: column for column, key in enumerate(self._columns)}
        self.problems: list[Problem] = []

    def rows(self, cells: Sequence[Sequence[Any]]) -> list[FileRow]:
        keys = [_plain(cell.value) for cell in cells[0]] if cells else []
        if tuple(keys) != self._columns:
            raise Unreadable(
                text(
                    "The columns are not those of a workbook that was downloaded here for this course, or were changed."
                )
            )
        found = [row for row in self._each(cells) if row is not None]
        self._refuse_twice(found)
        return found

    def _each(self, cells: Sequence[Sequence[Any]]) -> Iterator[FileRow | None]:
        for line, row in enumerate(cells[FIRST_ROW:], start=FIRST_ROW):
            if not _is_blank(row):
                yield self._row(line, row)

    def _row(self, line: int, row: Sequence[Any]) -> FileRow | None:
        ticket = self._ticket(line, row)
        values: dict[str, str] = {}
        for key in self._columns[self._places["file"] + 1 : -1]:
            cell = row[self._places[key]] if self._places[key] < len(row) else None
            try:
                values[key] = self._points(key, cell) if key in self._maxima else _comment(cell)
            except CellFault as fault:
                self._fault(line, key, fault.reason)
        final = self._state(line, row)
        if ticket is None:
            return None
        addresses = {key: address_of(line, column) for key, column in self._places.items()}
        return FileRow(line + 1, ticket, self._hidden(row, "seal"), values, final, addresses)

    def _ticket(self, line: int, row: Sequence[Any]) -> Ticket | None:
        essay_id, in_round, version, handed_in = (self._hidden(row, key) for key in TICKET[:-1])
        numbers = (essay_id, version, handed_in)
        if all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers) and in_round in set(Round):  # noqa: PLR2004
            return Ticket(int(essay_id), Round(in_round), int(version), int(handed_in))
        self._fault(line, TICKET[0], text("The hidden columns of this row were changed, or it is not from here."))
        return None

    def _hidden(self, row: Sequence[Any], key: str) -> str:
        cell = row[self._places[key]]
        return _plain(cell.value) if cell.data_type != "f" else ""

    def _points(self, key: str, cell: Any) -> str:  # noqa: ANN401 - openpyxl's cells of several classes
        value = _checked(cell)
        if value is None or (isinstance(value, str) and not value.strip()):
            return ""
        if isinstance(value, bool):
            raise CellFault(text("This is yes or no, and no number."))
        if isinstance(value, int):
            return plain_number(read_amount(str(value), self._maxima[key]))
        if isinstance(value, float):
            return plain_number(read_amount(_decimal(value), self._maxima[key]))
        return plain_number(read_amount(str(value).strip().replace(",", "."), self._maxima[key]))

    def _state(self, line: int, row: Sequence[Any]) -> bool:
        try:
            value = _checked(row[self._places[STATE]]) if self._places[STATE] < len(row) else None
            final = state_written(_plain(value))
            if final is None:
                raise CellFault(text("“%(cell)s” is neither draft nor final.", cell=quoted_cell(_plain(value))))
        except CellFault as fault:
            self._fault(line, STATE, fault.reason)
            return False
        return final

    def _fault(self, line: int, key: str, reason: Text) -> None:
        self.problems.append(Problem(reason, address_of(line, self._places[key])))

    def _refuse_twice(self, rows: Sequence[FileRow]) -> None:
        seen: dict[int, int] = {}
        for row in rows:
            if row.ticket.essay_id in seen:
                reason = text("This essay stands in row %(line)s already.", line=seen[row.ticket.essay_id])
                self.problems.append(Problem(reason, row.addresses["name"]))
            seen.setdefault(row.ticket.essay_id, row.line)


def _checked(cell: Any) -> Any:  # noqa: ANN401 - openpyxl's cells, and what they hold
    """Return what a cell holds. Raises `CellFault` for a formula, an error value and a date."""
    if cell is None:
        return None
    if cell.data_type == "f":
        raise CellFault(text("This is a formula. Write the number or the words themselves."))
    if cell.data_type == "e":
        raise CellFault(text("This is an error value of the spreadsheet program."))
    if isinstance(cell.value, _CALENDAR):
        raise CellFault(text("This is a date or a time: your program took the number for one. Write it as a number."))
    return cell.value


def _comment(cell: Any) -> str:  # noqa: ANN401
    """Return the words of a cell. What begins like a formula but is text stays text."""
    words = _CONTROL.sub("", _ESCAPED_RETURN.sub("", _plain(_checked(cell))).replace("\r\n", "\n").replace("\r", "\n"))
    if len(words) > LONGEST_COMMENT:
        raise CellFault(text("A comment has at most %(limit)s characters.", limit=LONGEST_COMMENT))
    return words.strip()


def _decimal(number: float) -> str:
    """Return a number as one types it: programs store 8.3 as 8.300000000000001. Raises `CellFault`."""
    rounded = round(number, DECIMALS)
    if abs(rounded - number) > 1e-9:  # noqa: PLR2004 - far below the last decimal, far above what storing costs
        raise CellFault(text("Points have at most %(limit)s decimals.", limit=DECIMALS))
    return f"{rounded:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _plain(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_blank(row: Sequence[Any]) -> bool:
    return all(cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()) for cell in row)
