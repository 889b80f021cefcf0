"""The gradebook is read in a handful of statements, live before closing and frozen after it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import update

from app.courses.models import Enrolment
from app.courses.queries import get_course
from app.grading import queries, service
from app.grading.models import Result
from app.grading.rules import Outcome
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import (
    DIDIER,
    all_done,
    enrolment_of,
    graded_course,
    group_of,
    import_rows,
    mark_groups,
    result_row,
    row_of,
)
from tests.statements import statements


@pytest.fixture
def course(app):
    course = graded_course()
    mark_groups(course, g1=80, g2=60)
    import_rows(course, all_done(AMINA), all_done(CHLOE, group_participation="1/3"), result_row(BONGANI, quiz_1=4))
    return course


def test_everybody_is_in_it_sorted_by_address(course):
    book = queries.gradebook(course)

    assert [row.enrolment.email for row in book.rows] == [AMINA.email, BONGANI.email, CHLOE.email, DIDIER.email]
    assert [row.derivation.pieces_done for row in book.rows] == [8, 1, 8, 0]
    assert not book.closed
    assert not any(row.frozen for row in book.rows)


def test_its_statements_do_not_grow_with_the_course(course):
    with statements() as seen:
        queries.gradebook(course)

    assert len(seen) == 4


def test_a_sponsor_gets_its_own_participants_and_their_groups(course):
    book = queries.gradebook(course, sponsor="")

    assert [row.enrolment.email for row in book.rows] == [DIDIER.email]
    assert book.groups_with_mark == 0
    assert queries.gradebook(course).groups_with_mark == 2


def test_one_row_is_the_same_as_in_the_whole(course):
    whole = {row.enrolment.id: row for row in queries.gradebook(course).rows}

    with statements() as seen:
        one = queries.row_of(course, enrolment_of(course, CHLOE))

    assert one == whole[one.enrolment.id]
    assert len(seen) <= 6


def test_a_row_of_another_course_is_not_found(course):
    with pytest.raises(NotFound):
        queries.row_of(graded_course("OTHER-1"), enrolment_of(course, CHLOE))


def test_after_closing_it_is_what_was_frozen_whatever_happens_to_the_entries(course):
    before = queries.gradebook(course)
    service.close_course(course, actor=SYSTEM, now=NOW)
    session.commit()

    with statements() as seen:
        after = queries.gradebook(get_course(course.code))

    assert after.closed
    assert all(row.frozen for row in after.rows)
    assert [replace(row, result_id=None) for row in after.rows] == list(before.rows)
    assert len(seen) <= 6


def test_the_newest_result_of_a_person_counts(course):
    service.close_course(course, actor=SYSTEM, now=NOW)
    first = session.query(Result).filter_by(enrolment_id=enrolment_of(course, AMINA)).one()
    columns = {column.name: getattr(first, column.name) for column in Result.__table__.columns if column.name != "id"}
    derivation = {
        **first.derivation,
        "derivation": {**first.derivation["derivation"], "outcome": "none", "total": "1/3"},
    }
    session.add(Result(**{**columns, "number": 2, "outcome": "none", "derivation": derivation, "reason": "Mistaken"}))
    session.commit()

    row = row_of(course, AMINA)
    assert row.result_id != first.id
    assert (row.derivation.outcome, row.derivation.total) == (Outcome.NONE, Fraction(1, 3))


def test_a_member_who_changes_group_gets_the_new_groups_mark(course):

    enrolment = enrolment_of(course, AMINA)
    session.execute(update(Enrolment).where(Enrolment.id == enrolment).values(group_id=group_of(course, "2")))

    assert row_of(course, AMINA).standing.piece("group_work").score == 60
