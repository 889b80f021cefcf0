"""The shared worksheet: cell by cell, every version kept, nothing overwritten unseen."""

from datetime import timedelta

import pytest

from app.groupwork.queries.worksheet import cell_of, cells_of, editing_in, revisions_of
from app.groupwork.rules.worksheet import LONGEST_CELL, SEEN_FOR, CellChanged
from app.groupwork.service import note_presence, save_cell
from app.shared.errors import NotAllowed, NotFound, Unreadable
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.groupwork.cast import CELL, as_member
from tests.statements import statements

LATER = NOW + timedelta(minutes=5)


def write(course, group, words, base=0, person=AMINA, **options):
    place, now = options.get("place", CELL), options.get("now", NOW)
    return save_cell(course, group, place, words, base, actor=as_member(course, person), now=now)


def test_a_cell_says_what_was_written_last_with_who_and_when(course, group):
    write(course, group, "Few talk.")
    saved = write(course, group, "Few talk to unions.", 1, BONGANI, now=LATER)
    assert (saved.text, saved.version, saved.saved_by, saved.saved_at) == (
        "Few talk to unions.",
        2,
        "Bongani !Xóõ",
        LATER,
    )
    assert [(one.number, one.text, one.saved_by) for one in revisions_of(group, CELL)] == [
        (2, "Few talk to unions.", "Bongani !Xóõ"),
        (1, "Few talk.", "Amina Banda"),
    ]


def test_nobody_overwrites_unseen_what_somebody_else_wrote(course, group):
    write(course, group, "Amina's")
    with pytest.raises(CellChanged) as refused:
        write(course, group, "Bongani's", 0, BONGANI)
    assert (refused.value.code, refused.value.stored.text, refused.value.own) == (
        "cell_changed",
        "Amina's",
        "Bongani's",
    )
    assert cell_of(group, CELL).text == "Amina's"


def test_the_same_text_again_is_no_revision_and_no_conflict(course, group):
    write(course, group, "Same")
    assert write(course, group, " Same\r\n", 0, BONGANI).version == 1
    assert len(revisions_of(group, CELL)) == 1


def test_two_cells_do_not_meet(course, group):
    write(course, group, "one")
    write(course, group, "two", 0, BONGANI, place=("principle_1", "action"))
    assert {place: cell.text for place, cell in cells_of(group).items()} == {
        CELL: "one",
        ("principle_1", "action"): "two",
    }


def test_a_cell_can_be_emptied_and_its_past_stays(course, group):
    write(course, group, "wrong")
    assert write(course, group, "", 1).text == ""
    assert len(revisions_of(group, CELL)) == 2


@pytest.mark.parametrize("place", [("principle_9", "challenge"), ("principle_1", "mood"), ("", "")])
def test_a_cell_that_the_worksheet_does_not_have_is_not_found(course, group, place):
    with pytest.raises(NotFound):
        write(course, group, "x", place=place)


def test_a_cell_has_room_for_so_much(course, group):
    with pytest.raises(Unreadable):
        write(course, group, "x" * (LONGEST_CELL + 1))
    assert write(course, group, "x" * LONGEST_CELL).version == 1


def test_staff_read_and_do_not_write(course, group, tutor):
    with pytest.raises(NotAllowed):
        save_cell(course, group, CELL, "x", 0, actor=tutor, now=NOW)


def test_another_groups_member_finds_nothing(course, group):
    with pytest.raises(NotFound):
        write(course, group, "x", person=CHLOE)
    with pytest.raises(NotFound):
        note_presence(course, group, CELL, actor=as_member(course, CHLOE), now=NOW)


def test_who_types_is_seen_for_a_minute_with_their_age(course, group):
    note_presence(course, group, CELL, actor=as_member(course, AMINA), now=NOW)
    note_presence(course, group, ("principle_2", "action"), actor=as_member(course, AMINA), now=LATER)
    (seen,) = editing_in(group, LATER + timedelta(seconds=20))
    assert (seen.name, seen.row, seen.column) == ("Amina Banda", "principle_2", "action")
    assert seen.seconds_ago(LATER + timedelta(seconds=20)) == 20
    assert editing_in(group, LATER + SEEN_FOR) == ()


def test_the_whole_sheet_costs_two_statements(course, group):
    write(course, group, "one")
    write(course, group, "two", 0, BONGANI, place=("principle_1", "action"))
    with statements() as seen:
        cells_of(group)
    assert len(seen) == 2
