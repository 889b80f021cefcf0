"""Who was at a working session: noted by the ambassador or staff, corrected with history."""

from datetime import UTC, datetime

import pytest

from app.groupwork.queries.attendance import notes_in, working_sessions
from app.groupwork.rules.values import Attendance
from app.groupwork.service import note_attendance
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import enrolment_of
from tests.groupwork.cast import as_member


def note(course, group, actor, session="group_1", now=NOW, **states):
    people = {"amina": AMINA, "bongani": BONGANI, "chloe": CHLOE}
    noted = {enrolment_of(course, people[name]): Attendance(state) for name, state in states.items()}
    return note_attendance(course, group, session, noted, actor=actor, now=now)


def test_there_are_two_working_sessions(course):
    assert [one.key for one in working_sessions(course.id)] == ["group_1", "group_2"]


def test_the_ambassador_notes_who_was_there(course, group):
    assert note(course, group, as_member(course, AMINA), amina="present", bongani="excused") == 2
    assert [(one.state.value, one.noted_by, one.noted_at) for one in notes_in(group)] == [
        ("present", "Amina Banda", NOW),
        ("excused", "Amina Banda", NOW),
    ]


def test_an_assistant_corrects_and_the_first_note_stays(course, group, assistant):
    note(course, group, as_member(course, AMINA), bongani="absent")
    note(course, group, assistant, bongani="present")
    assert [(one.state.value, one.noted_by) for one in notes_in(group)] == [
        ("absent", "Amina Banda"),
        ("present", "Asha Assis"),
    ]


def test_the_same_again_adds_nothing(course, group, assistant):
    note(course, group, assistant, amina="present")
    assert note(course, group, assistant, amina="present") == 0
    assert len(notes_in(group)) == 1


def test_sessions_are_noted_apart(course, group, assistant):
    note(course, group, assistant, amina="present")
    assert note(course, group, assistant, session="group_2", amina="present") == 1


def test_an_ordinary_member_notes_nothing(course, group):
    with pytest.raises(NotAllowed):
        note(course, group, as_member(course, BONGANI), bongani="present")


def test_another_groups_member_finds_nothing(course, group):
    with pytest.raises(NotFound):
        note(course, group, as_member(course, CHLOE), bongani="present")


def test_only_members_and_working_sessions_can_be_noted(course, group, assistant):
    with pytest.raises(NotFound):
        note(course, group, assistant, chloe="present")
    with pytest.raises(NotFound):
        note(course, group, assistant, session="session_6", amina="present")


def test_a_session_that_has_not_begun_cannot_be_noted(course, group, assistant):
    before = datetime(2022, 3, 9, 12, 29, tzinfo=UTC)
    with pytest.raises(RuleBroken) as refused:
        note(course, group, assistant, now=before, amina="present")
    assert refused.value.code == "session_ahead"
