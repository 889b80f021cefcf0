"""A receipt that somebody shows: whoever looks after the course learns whether it is genuine, and what became of it."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.quizzes import queries
from app.quizzes.models import AnswerSave
from app.quizzes.rules.attempts import AttemptValue
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI
from tests.quizzes.bank.cast import browser_of, post
from tests.quizzes.cast import Taking, taking

pytestmark = pytest.mark.alike


@pytest.fixture
def quiz(app: Flask) -> Taking:
    return taking(today=True)


@pytest.fixture
def tutor(app: Flask, quiz: Taking) -> FlaskClient:
    return browser_of(app, Role.TUTOR, quiz.course)


def receipt_of(quiz: Taking, attempt: AttemptValue) -> dict[str, object]:
    """What its owner could download of the first answer."""
    saved = queries.all_saves(attempt.id)[0]
    instant = saved.saved_at.isoformat(timespec="microseconds")
    said = {"attempt": attempt.id, "number": saved.number, "version": saved.version, "chosen": list(saved.chosen)}
    return said | {"saved_at": instant, "receipt": queries.receipt_of(attempt.id, saved)}


def answered(quiz: Taking, person=AMINA) -> AttemptValue:
    attempt = quiz.start(person, now=clock.now())
    quiz.save(attempt, 1, ["a"], now=clock.now())
    return attempt


def check(tutor: FlaskClient, attempt: AttemptValue, receipt: dict[str, object] | str) -> str:
    pasted = receipt if isinstance(receipt, str) else json.dumps(receipt)
    answer = post(tutor, f"/courses/QUIZ-1/attempts/{attempt.id}/receipt", {"pasted": pasted})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_what_is_stored_is_said_to_stand_there(quiz, tutor):
    attempt = answered(quiz)
    assert "It is genuine, and the answer stands above" in check(tutor, attempt, receipt_of(quiz, attempt))


def test_what_was_lost_is_told(quiz, tutor):
    attempt = answered(quiz)
    receipt = receipt_of(quiz, attempt)
    session.execute(sa.delete(AnswerSave).where(AnswerSave.attempt_id == attempt.id))
    session.commit()
    assert "It is not stored any more" in check(tutor, attempt, receipt)


def test_one_of_somebody_elses_attempt_is_not_taken_for_this_one(quiz, tutor):
    hers, his = answered(quiz), answered(quiz, BONGANI)
    assert "belongs to another attempt" in check(tutor, hers, receipt_of(quiz, his))


@pytest.mark.parametrize("change", [{"chosen": ["b"]}, {"receipt": "A" * 43}, {"number": 2}])
def test_a_forged_one_is_none(quiz, tutor, change):
    attempt = answered(quiz)
    assert "This is no receipt of ours" in check(tutor, attempt, receipt_of(quiz, attempt) | change)


def test_what_is_pasted_runs_nothing(quiz, tutor):
    page = check(tutor, answered(quiz), "</textarea><script>alert(1)</script>")
    assert "<script>alert(1)" not in page
    assert "This is no receipt of ours" in page
