"""Workbooks that come back, with mistakes: each is refused with its place, or made harmless."""

from datetime import UTC, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.essays.documents.workbook_reader import read_workbook
from app.essays.rules.workbook import MARKS_SHEET, MOST_ROWS, Ticket, cells_of
from app.rubrics.rules import MarkContent, Round
from app.shared.errors import Unreadable
from tests.essays.offline.books import CRITERIA, KEYS, address, book, fault, refusal, rewritten, with_cell
from tests.essays.offline.cast import FIRST, saved, sheet_of

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


@pytest.mark.parametrize("word", ["final", "Final ", "définitive", "draft", "Brouillon", ""])
def test_the_state_is_read_in_every_language(word):
    (row,) = read_workbook(with_cell("state", word or None), CRITERIA)
    assert row.final is (word.strip().lower() in {"final", "définitive"})


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
