"""Everybody's deadlines, in one statement; and who hears when they may have moved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.queries import (
    all_deadlines,
    deadlines_of,
    deadlines_of_piece,
    get_course,
    pieces_of,
    roster,
)
from app.courses.rules import EVERYBODY, CourseValue, Deadline, MoreTime, state_in, window_of
from app.courses.schemas import read_definition
from app.courses.service import (
    close_course,
    deadline_listeners,
    load_definition,
    register_deadline_listener,
    set_extra_time,
)
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.courses.cast import import_rows
from tests.courses.more_time import deadline, grant, participant, piece_of, to_group, to_person
from tests.courses.samples import A9714776
from tests.grading.cast import _roster_row, graded_course
from tests.statements import statements

LATER = NOW + timedelta(days=20)


@pytest.fixture
def course(app) -> CourseValue:
    course = graded_course()
    grant(course, "quiz_5", to_person(course, AMINA), MoreTime(minutes=5))
    grant(course, "quiz_6", to_group(course, "1"), MoreTime(until=LATER))
    grant(course, "essay", EVERYBODY, MoreTime(until=LATER))
    set_extra_time(course, participant(course, BONGANI).id, Fraction(2), "r", actor=SYSTEM, now=NOW)
    return course


@pytest.fixture
def heard() -> Iterator[list]:
    calls: list = []

    def listen(*told) -> None:
        calls.append(told)

    register_deadline_listener(listen)
    yield calls
    deadline_listeners._listeners.remove(listen)


def test_one_by_one_by_piece_or_all_together_they_are_the_same(course):
    pieces, people = pieces_of(course.id), roster(course.id)
    together = all_deadlines(course, pieces, people)
    assert together == {person.id: deadlines_of(course, pieces, person) for person in people}
    for piece in pieces:
        by_piece = deadlines_of_piece(course, piece, people)
        assert by_piece == {person.id: together[person.id][piece.id] for person in people}
    quizzes = {together[person.id][piece_of(course, "quiz_6").id] for person in people}
    assert len(quizzes) == 3


def test_each_way_costs_one_statement(course):
    pieces, people = pieces_of(course.id), roster(course.id)
    for read in (
        lambda: all_deadlines(course, pieces, people),
        lambda: deadlines_of(course, pieces, people[0]),
        lambda: deadlines_of_piece(course, pieces[0], people),
    ):
        with statements() as seen:
            read()
        assert len(seen) == 1


def test_a_piece_without_times_counts_on_the_days_of_the_course(course):
    bare = replace(piece_of(course, "essay"), opens_at=None, closes_at=None)
    window = window_of(course, bare)
    assert window.opens_at.isoformat() == "2022-02-13T23:00:00+00:00"
    assert window.closes_at.isoformat() == "2022-03-25T23:00:00+00:00"


def test_extensions_stay_in_their_course(course):
    other = graded_course("OTHER-1")
    assert deadline(other, "essay", AMINA) == Deadline(
        *(getattr(piece_of(other, "essay"), name) for name in ("opens_at", "closes_at"))
    )


def test_in_a_closed_course_no_window_is_open(course):
    own = deadline(course, "essay", AMINA)
    assert state_in(course, own, NOW) == "open"
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert state_in(get_course(course.code), own, NOW) == "over"


def test_who_joins_a_group_gets_its_extension_and_listeners_hear_of_it(course, heard):
    row = {**_roster_row(BONGANI, "SAMM"), "group": "2"}
    import_rows(course, row)
    assert heard == [(course.id, None, None, NOW)]
    assert deadline(course, "quiz_6", BONGANI).closes_at != LATER
    import_rows(course, {**row, "group": "1"})
    assert len(heard) == 2
    import_rows(course, {**row, "group": "1"})
    assert len(heard) == 2


def test_listeners_hear_of_extra_time(course, heard):
    enrolment = participant(course, AMINA).id
    set_extra_time(course, enrolment, Fraction(2), "r", actor=SYSTEM, now=NOW)
    assert heard == [(course.id, None, {enrolment}, NOW)]


def test_a_definition_that_moves_a_window_moves_deadlines_and_listeners_hear_of_it(course, heard):
    before = deadline(course, "quiz_3", AMINA).closes_at
    later = A9714776.read_bytes().replace(b"closes: 2022-03-11 23:59", b"closes: 2022-03-12 23:59")
    load_definition(read_definition(later, code=course.code), actor=SYSTEM, now=NOW)
    assert heard == [(course.id, None, None, NOW)]
    assert deadline(course, "quiz_3", AMINA).closes_at == before + timedelta(days=1)
    load_definition(read_definition(later, code=course.code), actor=SYSTEM, now=NOW)
    assert len(heard) == 1


def test_a_new_course_moves_no_deadline(app, heard):
    graded_course()
    assert heard == []
