"""What becomes of a cell that went out and came back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.rules import Criterion
from app.essays.rules.workbook import FileRow, Ticket, cells_of, content_from
from app.essays.rules.workbook_merge import Choice, Standing, merged, standing
from app.rubrics.rules import MarkContent, Round

values = st.sampled_from(["", "7", "8.5", "Good."])
CRITERIA = (Criterion("clarity", {"en": "Clarity"}, Fraction(10)), Criterion("depth", {"en": "Depth"}, Fraction(15, 2)))
KEYS = ("points:clarity", "comment:clarity", "comment")
cells = st.fixed_dictionaries(dict.fromkeys(KEYS, values))


def state(file, base, stored, *, final=False, was_final=False, base_final=False):
    row = FileRow(3, Ticket(1, Round.FIRST, 1, 1), "", file, final, {})
    return merged(row, "Amina", base=base, stored=stored, was_final=was_final, version=1, base_final=base_final)


@pytest.mark.parametrize(
    ("base", "stored", "file", "expected"),
    [
        ("7", "7", "7", Standing.SAME),
        ("7", "7", "8", Standing.TAKEN),
        ("7", "8", "7", Standing.KEPT),
        ("7", "8", "8", Standing.SAME),
        ("7", "8", "9", Standing.CONFLICT),
        ("", "", "8", Standing.TAKEN),
        ("7", "7", "", Standing.TAKEN),
        ("7", "8", "", Standing.CONFLICT),
        ("7", "", "8", Standing.CONFLICT),
    ],
)
def test_three_values_meet(base, stored, file, expected):
    assert standing(base, stored, file) is expected


@given(values, values, values)
def test_nothing_is_overwritten_unseen(base, stored, file):
    if standing(base, stored, file) is Standing.TAKEN:
        assert stored == base


@given(values, values)
def test_what_became_final_meanwhile_is_never_just_taken(base, file):
    assert standing(base, base, file, guarded=True) is not Standing.TAKEN


@given(cells, cells, cells)
def test_keeping_what_is_stored_everywhere_loses_nothing_stored(base, stored, file):
    row = state(file, base, stored)
    kept = row.outcome(dict.fromkeys((cell.key for cell in row.conflicts), Choice.STORED))
    for cell in row.cells:
        expected = cell.file if cell.standing is Standing.TAKEN else cell.stored
        assert (kept or stored)[cell.key] == expected


@given(cells, cells, cells)
def test_what_was_stored_once_changes_nothing_when_the_same_file_comes_again(base, stored, file):
    first = state(file, base, stored)
    once = first.outcome(dict.fromkeys((cell.key for cell in first.conflicts), Choice.FILE)) or stored
    again = state(file, base, once)
    assert not again.conflicts
    assert again.outcome({}) is None


def test_a_final_mark_stays_final_whatever_the_file_says():
    row = state({"comment": "New."}, {"comment": ""}, {"comment": ""}, was_final=True, base_final=True)
    assert row.final
    assert row.outcome({}) == {"comment": "New."}


def test_a_mark_that_became_final_meanwhile_asks_before_it_changes():
    row = state({"comment": "New."}, {"comment": ""}, {"comment": ""}, was_final=True)
    assert [cell.key for cell in row.conflicts] == ["comment"]


def test_to_make_final_is_a_change_by_itself():
    same = {"comment": "Good."}
    assert state(same, same, same, final=True).outcome({}) == same
    assert state(same, same, same).outcome({}) is None


points = st.fractions(0, 10, max_denominator=10_000)


@given(st.dictionaries(st.sampled_from(["clarity", "depth"]), points), st.text(st.characters(codec="utf-8")))
def test_a_mark_becomes_cells_and_a_mark_again(criteria, comment):
    content = MarkContent(criteria, {"clarity": comment} if comment else {}, comment)
    assert content_from(cells_of(content, CRITERIA)) == content
