"""The workbook in which marks are given offline. Every cell but those for marks is locked; no cell can be a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from app.courses.rules import Criterion
from app.essays.documents.workbook_wording import INSTRUCTIONS, LABELS, STATES
from app.essays.rules.workbook import MARKS_SHEET, STATE, TICKET, SheetRow, cell_keys, columns
from app.rubrics.rules import LONGEST_COMMENT
from app.shared.language import LANGUAGES, pick, say
from app.shared.wording import Text, text

FIRST_ROW = 2
"""Where essays begin, counted from 0: the keys of the columns stand in the first row, hidden, the header below."""
LINE = 15.0
"""The height of a line of words, in points."""
_WIDTHS = {"name": 26, "language": 10, "words": 8, "file": 24, "points": 12, "comment": 34, "state": 12}
_PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": False,
}


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """What a workbook is about: its course, its criteria with their levels, and the language of its reader."""

    code: str
    title: Mapping[str, str]
    criteria: Sequence[Criterion]
    rubric: Sequence[Mapping[str, Any]]
    language: str


def write_workbook(facts: WorkbookFacts, rows: Iterable[SheetRow]) -> bytes:
    """Return the workbook: the sheet of marks, instructions in both languages, and the criteria with their levels."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{facts.code} {say(LABELS['marks'], facts.language)}"})
        _Marks(book, facts).write(list(rows))
        _instructions(book, facts)
        _criteria(book, facts)
    return buffer.getvalue()


class _Marks:
    """The sheet that is filled in."""

    def __init__(self, book: Any, facts: WorkbookFacts) -> None:  # noqa: ANN401 - XlsxWriter carries no types
        self._facts = facts
        self._sheet = book.add_worksheet(MARKS_SHEET)
        self._columns = columns(facts.criteria)
        self._open = frozenset((*cell_keys(facts.criteria), STATE))
        wrapped = {"text_wrap": True, "valign": "top"}
        self._head = book.add_format({"bold": True, "bg_color": "#DCE9EA", "border": 1, **wrapped})
        self._locked = book.add_format({"font_color": "#444444", "bg_color": "#F2F2F2", **wrapped})
        self._points = book.add_format({"locked": False, "num_format": "0.##", "border": 1, **wrapped})
        self._words = book.add_format({"locked": False, "num_format": "@", "border": 1, **wrapped})

    def write(self, rows: Sequence[SheetRow]) -> None:
        self._layout()
        for line, row in enumerate(rows, start=FIRST_ROW):
            self._row(line, row)
        if rows:
            self._validate(FIRST_ROW, FIRST_ROW + len(rows) - 1)
        self._sheet.protect("", _PROTECTION)

    def _layout(self) -> None:
        for column, key in enumerate(self._columns):
            hidden = {"hidden": True} if key in TICKET else {}
            self._sheet.set_column(column, column, _WIDTHS.get(key.partition(":")[0], 10), None, hidden)
            self._sheet.write_string(0, column, key, self._locked)
            self._sheet.write_string(1, column, self._header(key), self._head)
        self._sheet.set_row(0, None, None, {"hidden": True})
        self._sheet.set_row(1, 3 * LINE)
        self._sheet.freeze_panes(FIRST_ROW, len(TICKET) + 1)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(1)

    def _header(self, key: str) -> str:
        language = self._facts.language
        kind, _, name = key.partition(":")
        criterion = next((one for one in self._facts.criteria if one.key == name), None)
        if criterion is None:
            return say(LABELS.get(kind, text("Essay")), language)
        title = pick(criterion.title, language)
        if kind == "points":
            return say(text("%(title)s, 0 to %(maximum)s", title=title, maximum=_whole(criterion)), language)
        return say(text("Comment: %(title)s", title=title), language)

    def _row(self, line: int, row: SheetRow) -> None:
        ticket = row.ticket
        hidden = (str(ticket.essay_id), ticket.round.value, str(ticket.version), str(ticket.handed_in), row.seal)
        values = dict(zip(TICKET, hidden, strict=True)) | {"name": row.name, "language": row.language, "file": row.file}
        values |= {**row.cells, "state": say(STATES["final" if row.final else "draft"], self._facts.language)}
        self._sheet.set_row(line, 4 * LINE)
        for column, key in enumerate(self._columns):
            self._cell(line, column, key, values.get(key, ""), row)

    def _cell(self, line: int, column: int, key: str, value: str, row: SheetRow) -> None:
        look = self._points if key.startswith("points:") else self._words if key in self._open else self._locked
        if key == "words":
            self._sheet.write_number(line, column, row.words, look)
        elif key.startswith("points:") and value and "/" not in value:
            self._sheet.write_number(line, column, float(value), look)
        elif value:
            self._sheet.write_string(line, column, value, look)
        else:
            self._sheet.write_blank(line, column, None, look)

    def _validate(self, first: int, last: int) -> None:
        for column, key in enumerate(self._columns):
            if key in self._open:
                rule, reason = self._rule(key)
                said = say(reason, self._facts.language)
                self._sheet.data_validation(first, column, last, column, {**rule, "error_message": said})

    def _rule(self, key: str) -> tuple[dict[str, Any], Text]:
        """Return what a program lets a marker type into a column, and what it says otherwise."""
        criterion = next((one for one in self._facts.criteria if key == f"points:{one.key}"), None)
        if criterion is not None:
            highest = _whole(criterion)
            rule = {"validate": "decimal", "criteria": "between", "minimum": "0", "maximum": highest}
            return rule, text("Points are a number from 0 to %(maximum)s.", maximum=highest)
        if key == STATE:
            listed = [say(STATES[state], self._facts.language) for state in ("draft", "final")]
            return {"validate": "list", "source": listed}, text("Choose one of the list.")
        limit = text("A comment has at most %(limit)s characters.", limit=LONGEST_COMMENT)
        return {"validate": "length", "criteria": "<=", "value": LONGEST_COMMENT}, limit


def _height(written: str, wide: int) -> float:
    """Return how high a row must be for words that wrap: not every program finds that out by itself."""
    return LINE * max(1, -(-len(written) // wide))


def _whole(criterion: Criterion) -> str:
    return f"{float(criterion.maximum):g}"


def _instructions(book: Any, facts: WorkbookFacts) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(say(LABELS["instructions"], facts.language)[:31])
    bold = book.add_format({"bold": True, "font_size": 13})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    sheet.fit_to_pages(1, 0)
    line = 0
    for language in sorted(LANGUAGES, key=lambda one: one != facts.language):
        sheet.write_string(line, 0, f"{facts.code}: {pick(facts.title, language)}", bold)
        for sentence in INSTRUCTIONS:
            line += 1
            said = say(sentence, language)
            sheet.set_row(line, _height(said, 95))
            sheet.write_string(line, 0, said, wrapped)
        line += 2
    sheet.protect("")


def _criteria(book: Any, facts: WorkbookFacts) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(say(LABELS["criteria"], facts.language)[:31])
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate((32, 10, 18, 80)):
        sheet.set_column(column, column, width)
    for column, key in enumerate(("criterion", "from", "level", "means")):
        sheet.write_string(0, column, say(LABELS[key], facts.language), bold)
    for line, cells in enumerate(_levels(facts), start=1):
        sheet.set_row(line, max(_height(cells[0], 30), _height(cells[-1], 75)))
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, wrapped)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect("")


def _levels(facts: WorkbookFacts) -> list[tuple[str, str, str, str]]:
    titles = {one.key: pick(one.title, facts.language) for one in facts.criteria}
    return [
        (
            titles[entry["criterion"]],
            str(level["points_from"]),
            pick(level["title"], facts.language),
            pick(level["description"], facts.language),
        )
        for entry in facts.rubric
        if entry["criterion"] in titles
        for level in entry["levels"]
    ]


def address_of(line: int, column: int) -> str:
    """Return how a cell of the sheet of marks is called, counted from 0: `Marks!K7`."""
    return f"{MARKS_SHEET}!{xl_rowcol_to_cell(line, column)}"
