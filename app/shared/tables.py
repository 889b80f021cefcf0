"""Tables in and out: CSV read strictly, with the line of every fault; CSV and XLSX written so that no cell is run."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter

from app.shared.errors import Problem, TooLarge, Unreadable
from app.shared.wording import Text, text

MEGABYTE = 1_000_000
LONGEST_LINE = 1_000_000
_FORMULA_STARTS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

_STARTS = re.escape("".join(sorted(_FORMULA_STARTS)))
_WITHIN = re.compile(rf"([;\t\n][ \"']*)(?=[{_STARTS}])")
"""Inside a cell, the start of what a spreadsheet runs that parts cells at semicolons or tabs, as in French."""
_SUSPECT = re.compile(rf"(?:^|\0)[{_STARTS}]|\r|{_WITHIN.pattern}")
"""In the cells of a row, with NUL between them: the start of what may run as a formula, or a carriage return."""

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a CSV file: the line on which it starts (1 is the header), and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a file must have, and those it may have."""

    required: Sequence[str]
    optional: Sequence[str] = ()

    def faults(self, header: Sequence[str]) -> list[Problem]:
        """Return what is wrong with a header: missing, unknown and repeated columns."""
        known = [*self.required, *self.optional]
        missing = [text("The column “%(name)s” is missing.", name=name) for name in self.required if name not in header]
        repeated = {name for name in header if header.count(name) > 1}
        twice = [text("The column “%(name)s” stands twice.", name=name) for name in sorted(repeated)]
        unknown = [_unknown(name, known) for name in dict.fromkeys(header) if name not in known]
        return [Problem(reason, line=1) for reason in (*missing, *twice, *unknown)]


def read_csv(stream: BinaryIO, columns: Columns, *, max_megabytes: int) -> Iterator[Row | Problem]:
    """Yield the records of a CSV file, and a `Problem` in place of each that cannot be read.

    UTF-8 with or without BOM, comma or semicolon, cells stripped of surrounding space. Memory stays bounded by one
    record. Raises `Unreadable` for a wrong header or encoding, `TooLarge` past `max_megabytes`.
    """
    reader = _Reader(_lines(stream, max_megabytes))
    header = reader.header()
    if faults := columns.faults(header):
        raise Unreadable(text("The columns of the file are not the expected ones."), problems=faults)
    for line, cells in reader.records():
        if len(cells) != len(header):
            reason = text("%(found)s cells where the header has %(expected)s.", found=len(cells), expected=len(header))
            yield Problem(reason, line=line)
        else:
            yield Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


class _Reader:
    """csv.reader with the line on which each record starts."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._first = next(lines, "")
        delimiter = ";" if ";" in self._first and "," not in self._first else ","
        self._csv = csv.reader(self._with_first(lines), delimiter=delimiter, strict=True)

    def _with_first(self, lines: Iterator[str]) -> Iterator[str]:
        if self._first:
            yield self._first
        yield from lines

    def header(self) -> list[str]:
        cells = next((cells for _, cells in self.records()), None)
        if cells is None:
            raise Unreadable(text("The file is empty."), problems=[Problem(text("There is no header line."), line=1)])
        return [cell.strip() for cell in cells]

    def records(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self._csv.line_num + 1
            try:
                cells = next(self._csv)
            except StopIteration:
                return
            except csv.Error as error:
                reason = text("The quotes or commas cannot be read (%(detail)s).", detail=str(error))
                raise Unreadable(problems=[Problem(reason, line=line)]) from None
            if cells:
                yield line, cells


def _size(stream: BinaryIO) -> int:
    """Return how many bytes are left, so that a file too large is refused before its first row; 0 for a pipe."""
    if not stream.seekable():
        return 0
    here = stream.tell()
    size = stream.seek(0, io.SEEK_END) - here
    stream.seek(here)
    return size


def _lines(stream: BinaryIO, max_megabytes: int) -> Iterator[str]:
    read = number = 0
    limit = max_megabytes * MEGABYTE
    if _size(stream) > limit:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=max_megabytes))
    while raw := stream.readline(LONGEST_LINE + 1):
        number, read = number + 1, read + len(raw)
        if read > limit:
            raise TooLarge(text("The file is larger than %(limit)s MB.", limit=max_megabytes))
        if len(raw) > LONGEST_LINE:
            raise Unreadable(problems=[Problem(text("The line is too long for a table."), line=number)])
        yield _decoded(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, number)


def _decoded(raw: bytes, number: int) -> str:
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{raw[error.start]:02X}"
        reason = text("This is not UTF-8: byte %(byte)s. Save the file as “CSV UTF-8”.", byte=byte)
        raise Unreadable(text("The file is not UTF-8."), problems=[Problem(reason, line=number)]) from None
    if "\0" in line:
        raise Unreadable(problems=[Problem(text("There is a NUL character in this line."), line=number)])
    return line


def _unknown(name: str, known: Sequence[str]) -> Text:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return text("The column “%(name)s” is unknown; did you mean “%(close)s”?", name=name[:60], close=close[0])
    return text("The column “%(name)s” is unknown.", name=name[:60])


def runs_as_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may run `cell` instead of showing it. A plain number is shown."""
    return cell[:1] in _FORMULA_STARTS and not _NUMBER.fullmatch(cell)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8 without BOM, commas; what would run as a formula gets a leading quote, `harmless`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(row if _harmless(row) else [_neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _harmless(row: Sequence[Cell]) -> bool:
    """Tell at one look whether no cell of a row has to be changed; nearly every row is so."""
    return not _SUSPECT.search("\0".join([str(cell) for cell in row]))


def _neutral(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(cell: str) -> str:
    """Return `cell` with a quote before each formula, and line ends as line feeds.

    Where semicolons part cells, as in much of Europe, a spreadsheet ends one at a semicolon inside ours, and a row at
    a line feed; no quotation marks of the file keep it from that.
    """
    quoted = f"'{cell}" if runs_as_formula(cell) else cell
    return _WITHIN.sub(r"\1'", quoted.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook. Numbers are given as int or as decimal text in the columns named `numeric`."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    numeric: frozenset[str] = frozenset()


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook. Text stays text (no cell becomes a formula or a link); memory is bounded by one row."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        number = book.add_format({"num_format": "0.00"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            page.freeze_panes(1, 1)
            for column, name in enumerate(sheet.header):
                page.set_column(column, column, max(10, min(32, len(name) + 4)))
                page.write_string(0, column, name, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        page.write_number(line, column, cell)
                    elif cell and sheet.header[column] in sheet.numeric and _NUMBER.fullmatch(cell):
                        page.write_number(line, column, float(cell), number)
                    elif cell:
                        page.write_string(line, column, cell)
    return buffer.getvalue()
