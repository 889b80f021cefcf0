"""A small world to break: one course, one quiz whose answers are typed, and participants who are signed in."""

from __future__ import annotations

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app.accounts.models import SignIn
from app.courses.queries import get_course, roster
from app.courses.rules import COLUMNS, CourseValue
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.quizzes import queries, service
from app.quizzes.models import AnswerSave, Attempt, ScoreRevision
from app.quizzes.queries.receipts import is_our_receipt
from app.quizzes.rules import (
    Accepted,
    BankQuestion,
    Question,
    QuestionKind,
    QuizDefinition,
    QuizFile,
    QuizSettings,
    Slot,
)
from app.quizzes.rules.receipts import Acknowledged
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from app.shared.tokens import token_hash
from benchmarks.faults.history import Ended, Row
from benchmarks.world import CATALOGUE

CODE, QUIZ = "FAULTS", "typed"
QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class Writer:
    """A participant's open attempt, with the cookie and the token that a browser would have."""

    attempt_id: int
    cookie: str
    csrf: str


def build(app: Flask, participants: int) -> list[Writer]:
    """Fill an empty database; return everybody's open attempt."""
    now = clock.now()
    course = course_with(participants, days=7)
    questions = tuple(BankQuestion(f"typed{number}", _question()) for number in range(QUESTIONS))
    slots = tuple(Slot(question=one.key) for one in questions)
    quiz = QuizDefinition(QUIZ, QuizSettings(), slots, unmarked=True, title={"en": QUIZ}, minutes=600)
    service.load_quizzes(course, [QuizFile("typed.yaml", quiz, questions)], SYSTEM, now)
    session.commit()
    return [_writer(app, one.person_id) for one in roster(course.id)]


def course_with(participants: int, *, days: int) -> CourseValue:
    """Return the sample course, begun so many days ago, with so many participants in it."""
    now = clock.now()
    starts = (now - timedelta(days=days)).date()
    definition = read_definition((CATALOGUE / "course.yaml").read_bytes(), code=CODE, starts=starts)
    course = load_definition(definition, actor=SYSTEM, now=now).course
    import_roster(course, io.BytesIO(_roster(participants)), max_megabytes=50, actor=SYSTEM, now=now)
    session.commit()
    return course


def _question() -> Question:
    accepted = Accepted(words={"en": ("*",)}, fraction=Fraction(1))
    return Question(kind=QuestionKind.SHORT, text={"en": "Anything?"}, accepted=(accepted,))


def _roster(participants: int) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for number in range(participants):
        name = {"email": f"writer{number:03}@faults.example", "given_name": "W", "family_name": str(number)}
        places = {"language": "en", "timezone": "UTC", "country": "ZM", "organization_type": "other"}
        writer.writerow({**name, **places})
    return buffer.getvalue().encode()


def _writer(app: Flask, person_id: int) -> Writer:
    course, now = get_course(CODE), clock.now()
    actor = Actor(person_id, f"person:{person_id}", (Grant(Role.PARTICIPANT, course.id),))
    quiz = queries.get_quiz(course.id, QUIZ)
    attempt = service.start_attempt(quiz.id, language="en", actor=actor, now=now).attempt
    session.commit()
    return Writer(attempt.id, *signed_in(app, person_id))


def signed_in(app: Flask, person_id: int) -> tuple[str, str]:
    """Sign somebody in; return the cookie and the token that their browser would have."""
    now = clock.now()
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(token_hash=token_hash(token), person_id=person_id, created_at=now, user_agent="faults")
    sign_in.expires_at = now + timedelta(days=1)
    session.add(sign_in)
    session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
        cookie["csrf_token"] = secrets.token_hex(20)
        csrf = str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(cookie["csrf_token"]))
    kept = browser.get_cookie("ecampus")
    if kept is None:
        raise RuntimeError("the application set no cookie")
    return kept.value, csrf


def stored_rows() -> list[Row]:
    """Return every save as it is stored."""
    columns = (AnswerSave.attempt_id, AnswerSave.number, AnswerSave.version, AnswerSave.chosen)
    return [
        Row(attempt, number, version, chosen[0])
        for attempt, number, version, chosen in session.execute(sa.select(*columns))
    ]


def stored_attempts() -> dict[int, Ended]:
    """Return every attempt as it is stored, with what its newest answers are worth."""
    counted = sa.select(ScoreRevision.attempt_id, sa.func.count()).group_by(ScoreRevision.attempt_id)
    revisions = {row[0]: row[1] for row in session.execute(counted)}
    attempts = queries.attempts_where(Attempt.id > 0)
    return {
        one.attempt.id: Ended(
            one.attempt.state.value, revisions.get(one.attempt.id, 0), one.attempt.score, one.marked.score
        )
        for one in queries.marked(attempts)
    }


def is_genuine(said: Acknowledged, receipt: str) -> bool:
    """Tell whether a receipt is ours for exactly this."""
    return is_our_receipt(said, receipt)
