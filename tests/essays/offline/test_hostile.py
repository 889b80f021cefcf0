"""Hostile workbooks: each is refused, and nothing of it is run."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.essays.documents.workbook_archive import MOST_MEGABYTES
from app.essays.documents.workbook_reader import read_workbook
from app.shared.errors import TooLarge, Unreadable
from tests.essays.offline.books import CRITERIA, KEYS, book, part, refusal, rewritten
from tests.essays.offline.cast import FIRST, saved, sheet_of


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
    name, parts = hostile
    said = refusal(rewritten(parts))
    assert ("no spreadsheet program writes" in said) is ("entit" in name)


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
