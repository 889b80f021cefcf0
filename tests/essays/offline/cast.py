"""A marker's workbook, filled in as a spreadsheet program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.essays.documents.workbook_reader import read_workbook
from app.essays.queries.workbook import marker_work
from app.essays.queries.writing import essay_piece
from app.essays.rules.workbook import MARKS_SHEET, columns
from app.essays.service.workbook import Imported, compare_upload, import_marks
from app.essays.service.workbook_bundle import take_along
from app.shared.database import session
from app.shared.permissions import Actor
from tests.conftest import NOW

FIRST = 3
"""The row of the first essay, as spreadsheet programs count."""
DRAFT = {"points:clarity": 8, "comment:clarity": "Clear.", "comment": "Good work."}
WHOLE = {"points:clarity": 8, "points:alignment": 7.5, "points:coherence": 6, "points:gender": 5, "state": "final"}


def bundle(course: CourseValue, actor: Actor, language: str = "en") -> zipfile.ZipFile:
    """The ZIP that a marker takes along."""
    stream = io.BytesIO()
    take_along(get_course(course.code), stream, language=language, actor=actor)
    return zipfile.ZipFile(stream)


def workbook(course: CourseValue, actor: Actor, language: str = "en") -> bytes:
    """The workbook in it."""
    archive = bundle(course, actor, language)
    return archive.read(next(name for name in archive.namelist() if name.endswith(".xlsx")))


def column(course: CourseValue, key: str) -> int:
    """The column of a key, counted from 1."""
    return columns(essay_piece(get_course(course.code)).criteria).index(key) + 1


def sheet_of(content: bytes) -> tuple[Workbook, Worksheet]:
    """The workbook and its sheet of marks, as openpyxl edits them."""
    book = load_workbook(io.BytesIO(content))
    return book, book[MARKS_SHEET]


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(course: CourseValue, content: bytes, cells: Mapping[str, Any], row: int = FIRST) -> bytes:
    """The workbook with these cells of one row filled in, by key."""
    book, sheet = sheet_of(content)
    for key, value in cells.items():
        cell = sheet.cell(row, column(course, key))
        cell.value = value
        if isinstance(value, str) and key != "formula":
            cell.data_type = "s"
    return saved(book)


def with_formula(course: CourseValue, content: bytes, key: str, formula: str) -> bytes:
    """The workbook with a formula in one cell of the first essay."""
    book, sheet = sheet_of(content)
    sheet.cell(FIRST, column(course, key)).value = formula
    return saved(book)


def upload(course: CourseValue, content: bytes, actor: Actor, choices: Any = None, **options: Any) -> Imported:
    """Bring a workbook back."""
    present = get_course(course.code)
    states = compare_upload(present, read_workbook(content, essay_piece(present).criteria), actor=actor)
    done = import_marks(present, states, choices or {}, actor=actor, now=NOW, **options)
    session.commit()
    return done


def mark_of(course: CourseValue, essay_id: int, actor: Actor) -> Any:
    """The marker's mark of an essay as it is stored; None while there is none."""
    session.rollback()
    return marker_work(get_course(course.code), actor.themselves()).markable[essay_id].mark
