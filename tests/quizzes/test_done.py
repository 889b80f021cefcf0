"""The page of a week says of a quiz that the reader has done it, and how its score stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.quizzes import queries
from app.quizzes.queries.done import quizzes_done
from app.quizzes.rules import Release
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, Taking, taking
from tests.statements import statements

SEEN, LATER, NEVER = "Your score is shown there.", "Your score is shown after the closing.", "Its score is not shown"


def said(quiz: Taking, person=AMINA, now=NOW) -> str:
    """What is said of the quiz; "" where it is not done."""
    session.rollback()
    return str(quizzes_done(quiz.course, quiz.actor(person).themselves(), now).get(quiz.quiz.piece_id, ""))


@pytest.mark.parametrize(
    ("rule", "words"), [(Release.AFTER_SUBMISSION, SEEN), (Release.AFTER_CLOSING, LATER), (Release.NEVER, NEVER)]
)
def test_a_quiz_that_was_submitted_is_done(app, rule, words):
    quiz = taking(release_score=rule)
    assert said(quiz) == ""
    attempt = quiz.start()
    assert said(quiz) == ""
    quiz.submit(attempt)
    assert said(quiz).startswith("You have done it.")
    assert words in said(quiz)
    assert said(quiz, BONGANI) == ""


def test_after_the_closing_the_score_is_shown(app):
    quiz = taking(release_score=Release.AFTER_CLOSING)
    quiz.submit(quiz.start())
    assert LATER in said(quiz, now=CLOSES + GRACE - MILLISECOND)
    assert SEEN in said(quiz, now=CLOSES + GRACE)


def test_what_closed_by_itself_is_done_where_an_answer_was_saved(app):
    quiz = taking()
    quiz.answer_rightly(quiz.start(AMINA), 1)
    quiz.start(BONGANI)
    quiz.settle(NOW + 31 * MINUTE)
    assert said(quiz, AMINA)
    assert not said(quiz, BONGANI)


def test_it_costs_one_statement(app):
    quiz = taking()
    quiz.submit(quiz.start())
    person = quiz.actor(AMINA).themselves()
    with statements() as found:
        quizzes_done(quiz.course, person, NOW)
    assert len(found) == 1


def week_page(client, quiz: Taking, person) -> str:
    sign_in(client, enter_with_role(person, Role.PARTICIPANT, quiz.course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    return next(
        page.text
        for page in (client.get(f"/courses/QUIZ-1/weeks/{week}") for week in (1, 2))
        if "To the quiz" in page.text
    )


def test_the_page_of_the_week_says_it_to_who_has_done_it_and_to_nobody_else(app):
    quiz = taking(today=True)
    now = clock.now()
    quiz.submit(quiz.start(AMINA, now=now - timedelta(minutes=2)), now=now - timedelta(minutes=1))
    assert queries.attempts_at(quiz.quiz.id)
    done = week_page(app.test_client(), quiz, AMINA)
    assert "You have done it. Your score is shown there." in done
    assert "open now" not in done
    other = week_page(app.test_client(), quiz, CHLOE)
    assert "You have done it." not in other
    assert "open now" in other
