"""An essay on its way through the features: handed in, marked, released, read by its author, looked at again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.rules import NewPerson
from app.courses.models import GroupMembership
from app.courses.rules import CourseValue
from app.courses.service import withdraw
from app.essays.service.marking_notes import annotate
from app.grading import service as grading
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.errors import Unreadable
from app.shared.permissions import SYSTEM, Role
from tests import cast
from tests.conftest import NOW
from tests.essays.marking.cast import TEXT, UMA, content, essay_course, give, hand_in, marker
from tests.grading.cast import enrolment_of

FEEDBACK, NEXT_HOUR = "/courses/A9714776/feedback/essay", "/courses/A9714776/next-hour"
PASSAGE = "Two policies read one fact in opposite ways."


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course(markers=2)


def browser(app: Flask, person: NewPerson) -> FlaskClient:
    client = app.test_client()
    cast.sign_in(client, cast.enter(person))
    return client


def marked_by_two(course: CourseValue) -> None:
    """Amina's essay, with the marks of two tutors, what each says, and a note on a passage."""
    essay = hand_in(course, cast.AMINA)
    first, second = marker(cast.TUTOR, course), marker(UMA, course)
    give(essay, first, content("Well argued.", {"clarity": "One clear subject."}), in_round=Round.FIRST)
    starts = TEXT.index(PASSAGE)
    annotate(essay, starts, starts + len(PASSAGE), "The heart of it.", actor=first, now=NOW)
    give(essay, second, content("Read more on gender.", {"gender": "Only in passing."}), in_round=Round.SECOND)
    session.commit()


def test_the_author_reads_what_each_marker_said_once_marks_are_released(app: Flask, course: CourseValue) -> None:
    marked_by_two(course)
    author = browser(app, cast.AMINA)
    said = (
        "Well argued.",
        "Read more on gender.",
        "One clear subject.",
        "Only in passing.",
        "The heart of it.",
        PASSAGE,
    )
    before = author.get(FEEDBACK).text
    assert [words for words in said if words in before] == []

    grading.release_marks(course, "essay", actor=SYSTEM, now=NOW)
    after = author.get(FEEDBACK).text
    assert [words for words in said if words not in after] == []


def test_a_mark_that_its_author_has_seen_changes_for_a_reason_only(app: Flask, course: CourseValue) -> None:
    essay = hand_in(course, cast.AMINA)
    first, second = marker(cast.TUTOR, course), marker(UMA, course)
    give(essay, first, in_round=Round.FIRST)
    give(essay, first, content(clarity="8.5"), in_round=Round.FIRST)
    give(essay, second, in_round=Round.SECOND)
    grading.release_marks(course, "essay", actor=SYSTEM, now=NOW)
    with pytest.raises(Unreadable) as caught:
        give(essay, first, content(clarity="9"), in_round=Round.FIRST)
    assert [problem.where for problem in caught.value.problems] == ["reason"]
    give(essay, first, content(clarity="9"), in_round=Round.FIRST, reason="A page was overlooked.")


def test_a_remark_waits_in_the_next_hour_of_who_may_decide_it(app: Flask, course: CourseValue) -> None:
    marked_by_two(course)
    grading.release_marks(course, "essay", actor=SYSTEM, now=NOW)
    amina = marker(cast.AMINA, course, Role.PARTICIPANT)
    remark = grading.ask_for_remark(course, "essay", "Clarity seems low.", actor=amina, now=NOW)
    session.commit()
    page = browser(app, cast.TUTOR).get(NEXT_HOUR).text
    assert "Amina Banda" in page
    assert f"/remarks/{remark.id}" in page


def test_membership_of_a_group_ends_with_leaving_the_course(course: CourseValue) -> None:
    enrolment = enrolment_of(course, cast.AMINA)
    mine = select(GroupMembership).filter_by(enrolment_id=enrolment)
    assert session.scalars(mine).one().left_at is None
    withdraw(course, enrolment, "Changed employer.", actor=SYSTEM, now=NOW)
    assert session.scalars(mine).one().left_at == NOW
