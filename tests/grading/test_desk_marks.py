"""What the marking desks bring: essays handed in, marks that count, marks taken back; nothing after closing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.courses.queries import get_course, pieces_of
from app.grading import queries, service
from app.grading.models import GradeEntry, GroupMarkEntry
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.groupwork.service import hand_over_mark
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, CHLOE, TUTOR, enter
from tests.conftest import NOW
from tests.grading.cast import DIDIER, all_done, enrolment_of, group_of, import_rows, mark_groups, row_of
from tests.grading.desk import desk_mark, essay_of, hand_in


def newest(course, person):
    piece = next(piece for piece in pieces_of(course.id) if piece.key == "essay")
    return queries.find_entry(course.id, enrolment_of(course, person), EntryKind.CRITERIA, piece.id)


def test_an_essay_that_was_handed_in_is_done_and_waits_for_its_mark(graded):
    hand_in(graded, AMINA)

    entry = newest(graded, AMINA)
    assert (entry.state, entry.source) == (EntryState.SUBMITTED, Source.MARKING)
    assert [item.piece.key for item in queries.unmarked(graded)] == ["essay"]


def test_handing_in_again_adds_nothing(graded):
    hand_in(graded, AMINA)
    hand_in(graded, AMINA)

    assert session.query(GradeEntry).count() == 1


def test_handing_in_never_replaces_a_mark(graded):
    import_rows(graded, all_done(DIDIER, group_participation=""))
    hand_in(graded, DIDIER)

    assert newest(graded, DIDIER).state is EntryState.FINAL


def test_handing_in_again_counts_after_a_tutor_said_that_there_was_nothing(graded):
    import_rows(graded, all_done(DIDIER, group_participation=""))
    service.record_criteria(graded, enrolment_of(graded, DIDIER), "essay", None, actor=SYSTEM, now=NOW)
    hand_in(graded, DIDIER)

    assert newest(graded, DIDIER).state is EntryState.SUBMITTED


def test_a_mark_counts_and_its_marker_stands_in_the_history(graded):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA, by=TUTOR)

    entry = newest(graded, AMINA)
    assert (entry.state, entry.value, entry.source) == (EntryState.FINAL, Fraction(28), Source.MARKING)
    assert set(entry.criteria) == {criterion.key for criterion in essay_of(graded).criteria}
    assert entry.actor_id == enter(TUTOR).id
    assert row_of(graded, AMINA).derivation.essay_points == 28


def test_a_mark_that_is_taken_back_leaves_the_essay_waiting(graded):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    desk_mark(graded, AMINA, criteria=None)

    assert newest(graded, AMINA).state is EntryState.SUBMITTED
    assert row_of(graded, AMINA).standing.piece("essay").done


def test_taking_back_leaves_what_somebody_recorded_by_hand(graded):
    import_rows(graded, all_done(DIDIER, group_participation=""))
    desk_mark(graded, DIDIER, criteria=None)

    assert newest(graded, DIDIER).state is EntryState.FINAL


def test_a_groups_mark_counts_for_its_members(graded):
    hand_over_mark(graded.id, group_of(graded, "1"), Fraction(80), marker_id=enter(TUTOR).id, now=NOW)
    hand_over_mark(graded.id, group_of(graded, "1"), Fraction(80), marker_id=enter(TUTOR).id, now=NOW)
    session.commit()

    mark = queries.find_group_mark(group_of(graded, "1"))
    assert (mark.percent, mark.source) == (80, Source.MARKING)
    assert session.query(GroupMarkEntry).count() == 1


def test_a_groups_mark_can_be_taken_back_unless_it_was_given_by_hand(graded):
    marker = enter(TUTOR).id
    hand_over_mark(graded.id, group_of(graded, "1"), Fraction(80), marker_id=marker, now=NOW)
    hand_over_mark(graded.id, group_of(graded, "1"), None, marker_id=marker, now=NOW)
    mark_groups(graded, g2=70)
    hand_over_mark(graded.id, group_of(graded, "2"), None, marker_id=marker, now=NOW)

    assert queries.find_group_mark(group_of(graded, "1")).percent is None
    assert queries.find_group_mark(group_of(graded, "2")).percent == 70


@pytest.mark.parametrize("what", ["submission", "marks", "group mark"])
def test_a_closed_course_keeps_nothing(graded, what):
    service.close_course(graded, actor=SYSTEM, now=NOW)
    session.commit()
    course, marker = get_course(graded.code), enter(TUTOR).id
    if what == "submission":
        hand_in(course, CHLOE)
    elif what == "marks":
        desk_mark(course, CHLOE)
    else:
        hand_over_mark(course.id, group_of(course, "1"), Fraction(80), marker_id=marker, now=NOW)
    session.commit()

    assert session.query(GradeEntry).count() == session.query(GroupMarkEntry).count() == 0
