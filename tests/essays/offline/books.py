"""Workbooks of a small course, as they go out, and spoiled."""

import io
import zipfile
from fractions import Fraction

import pytest

from app.courses.rules import Criterion
from app.essays.documents.workbook import WorkbookFacts, write_workbook
from app.essays.documents.workbook_reader import read_workbook
from app.essays.rules.workbook import SheetRow, Ticket, cells_of, columns
from app.rubrics.rules import MarkContent, Round
from app.shared.errors import TooLarge, Unreadable
from tests.essays.offline.cast import FIRST, saved, sheet_of

CRITERIA = (Criterion("clarity", {"en": "Clarity"}, Fraction(10)), Criterion("depth", {"en": "Depth"}, Fraction(15, 2)))
KEYS = columns(CRITERIA)


def book(*contents: MarkContent, language: str = "en") -> bytes:
    rows = [
        SheetRow(
            Ticket(number, Round.FIRST, 0, 1),
            "0" * 32,
            f"Essay {number}",
            "en",
            1500,
            "",
            cells_of(content, CRITERIA),
            final=False,
        )
        for number, content in enumerate(contents or (MarkContent(),), start=1)
    ]
    return write_workbook(WorkbookFacts("SMALL-1", {"en": "Small"}, CRITERIA, (), language), rows)


def with_cell(key: str, value: object, kind: str | None = None) -> bytes:
    """A workbook in which one cell of the first essay holds `value`; `kind` is the type that the file gives it."""
    edited, sheet = sheet_of(book())
    cell = sheet.cell(FIRST, KEYS.index(key) + 1)
    cell.value = value
    if kind:
        cell.data_type = kind
    return saved(edited)


def rewritten(
    replace: dict[str, bytes | None], content: bytes | None = None, *, compress: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook with parts of its archive replaced, added, or (None) taken away."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or book())) as old, zipfile.ZipFile(buffer, "w", compress) as new:
        for name in old.namelist():
            if name not in replace:
                new.writestr(name, old.read(name))
        for name, part in replace.items():
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        return archive.read(name)


def fault(content: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as error:
        read_workbook(content, CRITERIA)
    (problem,) = error.value.problems
    return problem.where, str(problem.reason)


def refusal(content: bytes) -> str:
    with pytest.raises((Unreadable, TooLarge)) as error:
        read_workbook(content, CRITERIA)
    return str(error.value)


def address(key: str) -> str:
    _, sheet = sheet_of(book())
    return f"Marks!{sheet.cell(FIRST, KEYS.index(key) + 1).coordinate}"
