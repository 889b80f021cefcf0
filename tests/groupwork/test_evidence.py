"""What the system saw of each member: tasks, sessions, revisions, posts; in the same statements for any number."""

from app.courses.service import place
from app.groupwork.queries import evidence_of
from app.groupwork.queries.roles import tasks_in
from app.groupwork.rules.values import Attendance, Channel, Evidence
from app.groupwork.service import (
    give_role,
    hide_post,
    mark_task,
    note_attendance,
    save_cell,
    set_task,
    take_task_back,
    write_post,
)
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import DIDIER, enrolment_of, group_of
from tests.groupwork.cast import CELL, as_member
from tests.statements import statements

NOTHING = Evidence(sessions_of=2)


def test_everybody_is_there_and_who_did_nothing_has_zeros(course):
    found = evidence_of(course.id)
    assert set(found) == {enrolment_of(course, person) for person in (AMINA, BONGANI, CHLOE, DIDIER)}
    assert set(found.values()) == {NOTHING}


def test_what_was_done_is_counted(course, group, assistant):
    bongani, amina = enrolment_of(course, BONGANI), as_member(course, AMINA)
    give_role(course, group, bongani, "analyst", actor=amina, now=NOW)
    task = set_task(course, group, bongani, "more", None, actor=amina, now=NOW)
    gone = set_task(course, group, bongani, "gone", None, actor=amina, now=NOW)
    take_task_back(course, group, gone, actor=amina, now=NOW)
    me = as_member(course, BONGANI)
    mark_task(course, group, task, done=True, actor=me, now=NOW)
    note_attendance(course, group, "group_1", {bongani: Attendance.ABSENT}, actor=amina, now=NOW)
    note_attendance(course, group, "group_1", {bongani: Attendance.PRESENT}, actor=amina, now=NOW)
    note_attendance(course, group, "group_2", {bongani: Attendance.EXCUSED}, actor=amina, now=NOW)
    save_cell(course, group, CELL, "a", 0, actor=me, now=NOW)
    save_cell(course, group, CELL, "b", 1, actor=me, now=NOW)
    save_cell(course, group, CELL, "c", 2, actor=amina, now=NOW)
    hidden, _kept = (write_post(course, group, Channel.TEAM, words, actor=me, now=NOW) for words in "xy")
    hide_post(course, group, hidden, "off", actor=assistant, now=NOW)
    write_post(course, group, Channel.ASSISTANTS, "to you", actor=amina, now=NOW)
    found = evidence_of(course.id)
    assert found[bongani] == Evidence(1, 3, 1, 2, 2, 1)
    assert found[enrolment_of(course, AMINA)] == Evidence(0, 0, 0, 2, 1, 0)


def test_who_moves_keeps_what_they_did_and_loses_what_was_left_open(course, group):
    bongani, amina = enrolment_of(course, BONGANI), as_member(course, AMINA)
    give_role(course, group, bongani, "analyst", actor=amina, now=NOW)
    first = tasks_in(course.id, group)[0]
    mark_task(course, group, first.id, done=True, actor=as_member(course, BONGANI), now=NOW)
    place(course, bongani, group_of(course, "2"), actor=SYSTEM, now=NOW)
    assert evidence_of(course.id)[bongani] == Evidence(tasks_done=1, tasks_of=1, sessions_of=2)


def test_evidence_costs_six_statements(course):
    with statements() as seen:
        evidence_of(course.id)
    assert len(seen) == 6
