"""Dates that a manager sets reach attempts: none gets shorter, all follow, what ran out opens again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.courses.queries import get_course
from app.courses.rules import Wall
from app.courses.rules.dates import dates_of
from app.courses.service import set_dates
from app.quizzes.rules import AttemptState
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, Taking, stored, taking

OVER = NOW + 30 * MINUTE + GRACE + MILLISECOND


def set_time(quiz: Taking, *, now=NOW, **changed) -> None:
    course = get_course(quiz.course.code)
    own = replace(dates_of(course.definition)[quiz.quiz.key], **changed)
    set_dates(course, {quiz.quiz.key: own}, {}, version=course.version, actor=SYSTEM, now=now)
    session.commit()


def test_a_shorter_limit_cuts_no_attempt_and_holds_for_the_next(quiz) -> None:
    hers = quiz.start(AMINA)
    set_time(quiz, minutes=10)
    assert stored(hers).due_at == NOW + 30 * MINUTE
    assert quiz.start(BONGANI).due_at == NOW + 10 * MINUTE


def test_an_earlier_end_cuts_no_attempt_either(quiz) -> None:
    hers = quiz.start(AMINA, now=CLOSES - 20 * MINUTE)
    set_time(quiz, closes=Wall.of("2022-03-20 23:45"), now=CLOSES - 18 * MINUTE)
    assert stored(hers).due_at == CLOSES


def test_a_longer_limit_reaches_whoever_is_at_it(quiz) -> None:
    hers = quiz.start(AMINA)
    set_time(quiz, minutes=50)
    assert stored(hers).due_at == NOW + 50 * MINUTE


def test_what_ran_out_opens_again_where_its_new_end_lies_ahead(quiz) -> None:
    hers = quiz.start(AMINA)
    quiz.settle(OVER)
    assert stored(hers).state is AttemptState.EXPIRED
    set_time(quiz, minutes=60, now=OVER)
    assert (stored(hers).state, stored(hers).due_at) == (AttemptState.OPEN, NOW + 60 * MINUTE)


@pytest.mark.alike
def test_the_page_counts_who_is_at_it_now(app) -> None:
    quiz = taking("QUIZ-2", today=True)
    for person in (AMINA, BONGANI):
        quiz.start(person, now=clock.now())
    quiz.submit(quiz.start(CHLOE, now=clock.now()), now=clock.now())
    client: FlaskClient = app.test_client()
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, quiz.course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    course = get_course("QUIZ-2")
    own = dates_of(course.definition)["quiz_1"]
    ends = {name: str(wall).replace(" ", "T") for name, wall in (("opens", own.opens), ("closes", own.closes))}
    typed = {f"{name}.quiz_1": value for name, value in {**ends, "minutes": "20"}.items()}
    page = client.get("/courses/QUIZ-2/dates", query_string={"version": str(course.version), **typed}).text
    assert "2 participants are at it now" in page
