"""The page of extensions says how a quiz stands with whoever asks, and offers what would help."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import RequestValue
from app.courses.service import ask_for_extension
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA
from tests.quizzes.bank.cast import browser_of, post
from tests.quizzes.cast import MINUTE, Taking, stored, taking

pytestmark = pytest.mark.alike

PAGE = "/courses/QUIZ-1/extensions"


@pytest.fixture
def quiz(app: Flask) -> Taking:
    return taking(today=True)


@pytest.fixture
def tutor(quiz: Taking, app: Flask) -> FlaskClient:
    browser = browser_of(app, Role.TUTOR, quiz.course)
    post(browser, "/language", {"language": "en"})
    return browser


def asked(quiz: Taking) -> RequestValue:
    found = ask_for_extension(quiz.course, quiz.piece, "a power cut", actor=quiz.actor(AMINA), now=clock.now())
    session.commit()
    return found


def test_minutes_are_offered_for_an_attempt_under_way_and_one_click_gives_them(quiz, tutor):
    attempt = quiz.start(now=clock.now() - 10 * MINUTE)
    request = asked(quiz)
    page = tutor.get(PAGE).text
    assert "They are taking it now." in page
    assert "a later end of the window would not help" in page
    assert "Give 15 minutes more" in page
    assert "Grant until" not in page
    post(tutor, f"{PAGE}/requests/{request.id}", {"granted": "yes"})
    assert stored(attempt).due_at == attempt.due_at + 15 * MINUTE


def test_an_attempt_whose_time_ran_out_is_offered_to_be_opened_again(quiz, tutor):
    quiz.start(now=clock.now() - 60 * MINUTE)
    quiz.settle(clock.now())
    asked(quiz)
    page = tutor.get(PAGE).text
    assert "Their time ran out on" in page
    assert "Open it again for 15 minutes" in page


def test_who_submitted_is_said_to_have_done_so(quiz, tutor):
    attempt = quiz.start(now=clock.now() - 10 * MINUTE)
    quiz.submit(attempt, now=clock.now())
    asked(quiz)
    page = tutor.get(PAGE).text
    assert "They have submitted already" in page
    assert "Grant until" in page


def test_who_grants_a_later_end_is_told_whom_it_does_not_help(quiz, tutor):
    quiz.start(now=clock.now() - 10 * MINUTE)
    until = (clock.now() + 60 * 24 * 60 * MINUTE).strftime("%Y-%m-%dT%H:%M")
    typed = {"receiver": "all", "piece": "quiz_1", "until": until, "reason": "a strike"}
    page = tutor.get(post(tutor, PAGE, typed).location).text
    assert "1 participant is taking it now" in page
    assert "give minutes for it" in page
