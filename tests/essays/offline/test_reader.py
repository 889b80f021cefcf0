"""Hostile and mistaken workbooks: each is refused with its place, or made harmless."""

import io
import re
import zipfile
from datetime import UTC, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.courses.rules import Criterion
from app.essays.documents.workbook import WorkbookFacts, write_workbook
from app.essays.documents.workbook_archive import MOST_MEGABYTES
from app.essays.documents.workbook_reader import read_workbook
from app.essays.rules.workbook import MARKS_SHEET, MOST_ROWS, SheetRow, Ticket, cells_of, columns
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


points = st.fractions(0, 7, max_denominator=100)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=40
)


@settings(max_examples=30, deadline=None)
@given(st.decimals(0, 7, places=4), words)
def test_what_went_out_is_read_again(points, comment):
    given_ = MarkContent({"clarity": Fraction(points), "depth": Fraction(points)}, {"depth": comment}, comment)
    (row,) = read_workbook(book(given_), CRITERIA)
    assert row.cells == cells_of(given_, CRITERIA)
    assert (row.ticket, row.seal, row.final) == (Ticket(1, Round.FIRST, 0, 1), "0" * 32, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (8, "8"),
        (8.5, "8.5"),
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        (" 7 ", "7"),
        (8.300000000000001, "8.3"),
        (None, ""),
        ("  ", ""),
        (0, "0"),
    ],
)
def test_points_are_read_as_people_write_them(value, expected):
    (row,) = read_workbook(with_cell("points:clarity", value), CRITERIA)
    assert row.cells["points:clarity"] == expected


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("points:clarity", 10.5, "outside 0 to 10"),
        ("points:depth", 8, "outside 0 to 7.5"),
        ("points:clarity", -1, "not a number"),
        ("points:clarity", "nine", "not a number"),
        ("points:clarity", 8.12345, "at most 4 decimals"),
        ("points:clarity", True, "yes or no"),
        ("points:clarity", datetime(2022, 5, 8, tzinfo=UTC).replace(tzinfo=None), "a date or a time"),
        ("points:clarity", time(8, 30), "a date or a time"),
        ("points:clarity", "=4+4", "This is a formula"),
        ("comment", '=HYPERLINK("http://x.test")', "This is a formula"),
        ("comment:depth", "=cmd|'/c calc'!A0", "This is a formula"),
        ("state", "=A1", "This is a formula"),
        ("state", "perhaps", "neither draft nor final"),
        ("comment", "x" * 10_001, "at most 10000 characters"),
        ("comment", datetime(2022, 5, 8, tzinfo=UTC).replace(tzinfo=None), "a date or a time"),
        ("points:clarity", "#REF!", "an error value"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(key, value, why):
    where, reason = fault(with_cell(key, value))
    assert where == address(key)
    assert why in reason


@pytest.mark.parametrize("written", ["=cmd|'/c calc'!A0", "@SUM(1)", "+1-1", "-2", "<script>alert(1)</script>"])
def test_words_that_look_like_a_formula_stay_words(written):
    (row,) = read_workbook(with_cell("comment", written, "s"), CRITERIA)
    assert row.cells["comment"] == written


def test_control_signs_are_left_out_and_line_ends_are_line_feeds():
    content = rewritten({}, with_cell("comment", "a_x000D_\nb\r\nc\td"))
    (row,) = read_workbook(content, CRITERIA)
    assert row.cells["comment"] == "a\nb\nc\td"


@pytest.mark.parametrize("word", ["final", "Final ", "draft", ""])
def test_the_state_is_read_in_every_language(word):
    (row,) = read_workbook(with_cell("state", word or None), CRITERIA)
    assert row.final is (word.strip().lower() == "final")


@pytest.mark.parametrize(
    ("key", "value"),
    [("essay", "one"), ("essay", "=1"), ("essay", None), ("version", "-1"), ("round", "best"), ("handed_in", 1e30)],
)
def test_a_row_without_its_hidden_columns_is_named(key, value):
    where, reason = fault(with_cell(key, value))
    assert where == "Marks!A3"
    assert "hidden columns" in reason


def test_a_row_that_was_copied_is_named():
    edited, sheet = sheet_of(book(MarkContent(), MarkContent()))
    for column in range(1, len(KEYS) + 1):
        sheet.cell(FIRST + 1, column).value = sheet.cell(FIRST, column).value
    where, reason = fault(saved(edited))
    assert where == "Marks!F4"
    assert "row 3 already" in reason


def test_every_fault_is_named_at_once():
    edited, sheet = sheet_of(book(MarkContent(), MarkContent()))
    sheet.cell(FIRST, KEYS.index("points:clarity") + 1).value = 11
    sheet.cell(FIRST + 1, KEYS.index("points:depth") + 1).value = "x"
    with pytest.raises(Unreadable) as error:
        read_workbook(saved(edited), CRITERIA)
    assert len(error.value.problems) == 2


def test_empty_rows_between_are_no_matter():
    edited, sheet = sheet_of(book(MarkContent(), MarkContent()))
    sheet.insert_rows(FIRST + 1, 3)
    assert [row.line for row in read_workbook(saved(edited), CRITERIA)] == [3, 7]


def test_a_workbook_without_its_sheet_or_its_columns_is_refused():
    edited, sheet = sheet_of(book())
    sheet.title = "Other"
    assert "“Marks” is missing" in refusal(saved(edited))
    edited, sheet = sheet_of(book())
    sheet.delete_cols(7)
    assert "columns" in refusal(saved(edited))
    stranger = Workbook()
    stranger.active.title = MARKS_SHEET
    assert "columns" in refusal(saved(stranger))


def test_more_rows_than_a_course_can_have_are_refused():
    edited, sheet = sheet_of(book())
    sheet.cell(FIRST + MOST_ROWS + 5, 8).value = 1
    assert "more than" in refusal(saved(edited))


def test_a_million_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr("app.essays.documents.workbook_reader.load_workbook", None)
    for count, why in ((6_000, "more than 5000 rows"), (1_000_000, "unpacks to more")):
        sheet = part("xl/worksheets/sheet1.xml").replace(b"</sheetData>", b"<row/>" * (count * 2) + b"</sheetData>")
        assert why in refusal(rewritten({"xl/worksheets/sheet1.xml": sheet}))


def far_down(row: bytes) -> bytes:
    sheet = part("xl/worksheets/sheet1.xml").replace(b"</sheetData>", row + b"</sheetData>")
    return rewritten({"xl/worksheets/sheet1.xml": sheet})


def test_an_empty_row_at_the_end_of_the_sheet_is_no_matter():
    assert len(read_workbook(far_down(b'<row r="1048576"><c r="A1048576"/></row>'), CRITERIA)) == 1


@pytest.mark.parametrize("number", [b"2010", b"1048576", b"99999999999"])
def test_a_row_far_down_that_holds_something_is_refused(number):
    assert "more than" in refusal(far_down(b'<row r="%b"><c r="A%b"><v>1</v></c></row>' % (number, number)))


def test_a_lying_dimension_costs_nothing():
    sheet = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part("xl/worksheets/sheet1.xml"))
    assert len(read_workbook(rewritten({"xl/worksheets/sheet1.xml": sheet}), CRITERIA)) == 1


@pytest.mark.parametrize(
    "hostile",
    {
        "a bomb beside the sheets": {"xl/media/bomb.bin": b"\0" * 41_000_000},
        "a bomb of one part": {"docProps/custom.xml": b" " * 30_000_000},
        "a large part": {"xl/styles.xml": b"<a/>" * 300_000},
        "too many parts": {f"xl/media/{number}.png": b"x" for number in range(400)},
        "entities that grow": {
            "xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><sst><si><t>&c;</t></si></sst>'
        },
        "an entity from a file": {
            "xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst/>'
        },
        "entities in another encoding": {
            "xl/sharedStrings.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><sst/>'.encode("utf-16")
        },
        "macros": {"xl/vbaProject.bin": b"\xd0\xcf"},
        "no directory of types": {"[Content_Types].xml": None},
        "no book": {"xl/workbook.xml": None},
        "a broken book": {"xl/workbook.xml": b"<workbook"},
        "a broken sheet": {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"},
        "a sheet of something else": {"xl/worksheets/sheet1.xml": b"<html/>"},
        "words that are not there": {
            "xl/sharedStrings.xml": b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
        },
        "broken styles": {"xl/styles.xml": b"<styleSheet><cellXfs count='1'/>"},
    }.items(),
    ids=lambda case: case[0],
)
def test_hostile_archives_are_refused(hostile):
    assert refusal(rewritten(hostile[1]))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no workbook"),
        (b"email,points\n", "no workbook"),
        (b"PK\x03\x04 and nothing more", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "password"),
        (b"x" * (MOST_MEGABYTES * 1_000_000 + 1), "larger than"),
    ],
)
def test_what_is_no_workbook_is_refused(content, why):
    assert why in refusal(content)


def test_an_ods_is_told_what_to_do():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "Save it as XLSX" in refusal(buffer.getvalue())


def test_two_parts_of_one_name_are_refused():
    buffer = io.BytesIO(book())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert refusal(buffer.getvalue())


def test_links_to_other_workbooks_are_not_followed():
    edited, sheet = sheet_of(book())
    sheet.cell(FIRST, KEYS.index("comment") + 1).hyperlink = "http://x.test/"
    sheet.cell(FIRST, KEYS.index("comment") + 1).value = "see"
    (row,) = read_workbook(saved(edited), CRITERIA)
    assert row.cells["comment"] == "see"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at, damage):
    raw = bytearray(book())
    start = at % len(raw)
    raw[start : start + len(damage)] = damage
    try:
        rows = read_workbook(bytes(raw), CRITERIA)
    except (Unreadable, TooLarge):
        return
    assert len(rows) <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=12))
def test_a_damaged_sheet_is_read_or_refused_and_nothing_else(at, damage):
    raw = bytearray(part("xl/worksheets/sheet1.xml"))
    start = at % len(raw)
    raw[start : start + len(damage)] = damage
    try:
        read_workbook(rewritten({"xl/worksheets/sheet1.xml": bytes(raw)}), CRITERIA)
    except (Unreadable, TooLarge):
        return
