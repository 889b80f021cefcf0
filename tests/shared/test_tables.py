"""Tables are read strictly, with the line of every fault, and written so that no spreadsheet runs a cell."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shared.errors import Problem, TooLarge, Unreadable
from app.shared.tables import Columns, Row, Sheet, harmless, read_csv, runs_as_formula, write_csv, write_xlsx

COLUMNS = Columns(required=("email", "name"), optional=("note",))


def read(raw: bytes, max_megabytes: int = 1) -> list[Row | Problem]:
    return list(read_csv(io.BytesIO(raw), COLUMNS, max_megabytes=max_megabytes))


def reasons(error: pytest.ExceptionInfo[Unreadable]) -> list[tuple[int | None, str]]:
    return [(problem.line, str(problem.reason)) for problem in error.value.problems]


@pytest.mark.parametrize(
    "raw",
    [
        b"email,name\na@b.example,Ana\n",
        b"\xef\xbb\xbfemail;name\r\na@b.example;Ana\r\n",
        b"name,email\n Ana ,a@b.example",
    ],
    ids=["plain", "BOM and semicolons", "other order, spaces, no last line end"],
)
def test_common_dialects_read_the_same(raw: bytes) -> None:
    assert read(raw) == [Row(2, {"email": "a@b.example", "name": "Ana"})]


def test_a_record_over_several_lines_is_known_by_its_first() -> None:
    rows = read(b'email,name\n"a@b.example","Ana\nMaria\nX"\nc@d.example,Cem\n')
    assert [row.line for row in rows] == [2, 5]


def test_a_record_with_a_cell_too_few_is_a_problem_of_its_line() -> None:
    fine, problem = read(b"email,name\na@b.example,Ana\nc@d.example\n")
    assert isinstance(fine, Row)
    assert problem == Problem(problem.reason, line=3)
    assert "1 cells where the header has 2" in str(problem.reason)


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"", 1, "There is no header line."),
        (b"email,nmae\n", 1, "The column “name” is missing."),
        (b"email,nmae\n", 1, "did you mean “name”?"),
        (b"email,name,name\n", 1, "The column “name” stands twice."),
        (b"email,name\na@b.example,Ana\nc@d.example,Jos\xe9\n", 3, "byte 0xE9"),
        (b"email,name\na@b.example,A\0na\n", 2, "NUL"),
        (b'email,name\na@b.example,"Ana\n', 2, "quotes"),
        (b"email,name\na@b.example," + b"x" * 1_000_001, 2, "too long"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(raw: bytes, line: int, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(raw, max_megabytes=5)
    assert any(found == line and reason in said for found, said in reasons(error))


def test_a_file_over_the_limit_is_refused_without_reading_it_whole() -> None:
    class Endless(io.RawIOBase):
        read_bytes = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            line = b"email,name\n" if not self.read_bytes else b"a@b.example,Ana\n"
            buffer[: len(line)] = line
            self.read_bytes += len(line)
            return len(line)

    source = Endless()
    stream: BinaryIO = io.BufferedReader(source, 100)  # type: ignore[type-var,assignment]
    rows: Iterator[Row | Problem] = read_csv(stream, COLUMNS, max_megabytes=1)
    with pytest.raises(TooLarge):
        for _ in rows:
            pass
    assert source.read_bytes < 1_100_000


DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_cell_that_a_spreadsheet_would_run_is_quoted_in_csv_and_text_in_xlsx(cell: str) -> None:
    assert runs_as_formula(cell)
    written = next(iter(list(csv.reader(io.StringIO(write_csv(["a"], [[cell]]).decode(), newline="")))[1:]))
    assert written == [{"\t=1": "'\t'=1", "\r=1": "'\n'=1"}.get(cell, f"'{cell}")]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("s", ["a"], [[cell]])])))
    assert book["s"]["A2"].data_type == "s"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Bob;=1+1;", "Bob;'=1+1;"),
        ("Bob; @SUM(A1)", "Bob; '@SUM(A1)"),
        ('Bob;"=1+1"', 'Bob;"\'=1+1"'),
        ("Bob\t+1", "Bob\t'+1"),
        ("Bob\n=1+1", "Bob\n'=1+1"),
        ("Bob\r\n-1", "Bob\n'-1"),
        ("=1;=2", "'=1;'=2"),
        ("Labour; Ministry of", "Labour; Ministry of"),
    ],
)
def test_what_runs_where_semicolons_part_cells_is_quoted_as_well(cell: str, written: str) -> None:
    raw = write_csv(["a", "b"], [["x", cell]]).decode()
    assert list(csv.reader(io.StringIO(raw, newline="")))[1] == ["x", written]
    there = [read for row in csv.reader(io.StringIO(raw, newline=""), delimiter=";") for read in row]
    assert not [read for read in there if runs_as_formula(read.strip(" \"'")) and "'" not in read]


@pytest.mark.parametrize("cell", ["-5", "25.50", "Ana-Maria", "a=b", ""])
def test_an_ordinary_cell_is_left_alone(cell: str) -> None:
    assert not runs_as_formula(cell)


def test_a_workbook_has_numbers_as_numbers_and_links_as_text() -> None:
    raw = write_xlsx([Sheet("s", ["points", "site"], [["25.50", "http://x.example"]], numeric=frozenset({"points"}))])
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["s"]
    assert sheet["A2"].value == 25.5
    assert sheet["B2"].hyperlink is None
    assert "hyperlink" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml").decode()


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n")), min_size=2, max_size=2)))
def test_what_is_written_reads_back(cells: list[list[str]]) -> None:
    raw = write_csv(["email", "name"], cells)
    found = [list(row.cells.values()) for row in read(raw) if isinstance(row, Row)]
    expected = [[harmless(cell).strip() for cell in row] for row in cells]
    assert found == expected
