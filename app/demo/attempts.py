"""Makes the quiz scores of the sample real attempts, so that reviews and statistics have something to show."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.service import ask_for_extension
from app.demo.answers import sitting
from app.quizzes import queries as quizzes
from app.quizzes.queries.bank import bank_of, questions_in_full
from app.quizzes.rules import Question, QuizValue
from app.quizzes.service import PastAttempt, enter_past_attempts
from app.shared.permissions import SYSTEM, Actor, Grant, Role

ASKING, ASKED_FOR = "naledi.tau@participants.example", "quiz_6"
REASON = "Our office has had no power since Monday. Could I have two more days for this quiz?"


def enter_attempts(course: CourseValue, results: Path) -> int:
    """Enter an attempt for every quiz score of a file of results, where the quiz has none yet; return how many."""
    if not results.exists():
        return 0
    rows = list(csv.DictReader(io.StringIO(results.read_text(encoding="utf-8"))))
    enrolments = courses.enrolments_by_email(course.id, [row["email"] for row in rows])
    return sum(
        _enter(quiz, rows, enrolments)
        for quiz in quizzes.quizzes_of(course.id)
        if quiz.piece_id is not None and quiz.opens_at is not None and not quizzes.attempts_at(quiz.id)
    )


def _enter(quiz: QuizValue, rows: Sequence[Mapping[str, str]], enrolments: Mapping[str, EnrolmentValue]) -> int:
    questions = _questions(quiz)
    wanted = {row["email"]: int(row[quiz.key]) for row in rows if row[quiz.key]}
    past = [_attempt(quiz, questions, enrolments[email], score) for email, score in wanted.items()]
    scores = enter_past_attempts(quiz, past, actor=SYSTEM)
    for email, score in wanted.items():
        if scores[enrolments[email].id] != score:
            raise RuntimeError(f"{quiz.key} of {email}: the answers earn {scores[enrolments[email].id]}, not {score}")
    return len(past)


def _questions(quiz: QuizValue) -> dict[str, Question]:
    """Return what a quiz asks, by key and in its order."""
    wanted = [slot.question for slot in quiz.slots if slot.question]
    found = questions_in_full(quiz.course_id, [entry for entry in bank_of(quiz.course_id) if entry.key in wanted])
    return {key: found[key].question for key in wanted}


def _attempt(quiz: QuizValue, questions: Mapping[str, Question], enrolment: EnrolmentValue, score: int) -> PastAttempt:
    if quiz.opens_at is None:
        raise ValueError(f"{quiz.key} has no opening")
    sat = sitting(enrolment.email, quiz.key, questions, score, quiz.opens_at)
    return PastAttempt(enrolment, enrolment.language, sat.started_at, sat.ended_at, sat.answers, sat.moments)


def ask_for_time(course: CourseValue, now: datetime) -> None:
    """Leave a request for more time to be answered by a tutor."""
    enrolment = courses.enrolments_by_email(course.id, [ASKING])[ASKING]
    piece = next(piece for piece in courses.pieces_of(course.id) if piece.key == ASKED_FOR)
    actor = Actor(enrolment.person_id, f"person:{enrolment.person_id}", (Grant(Role.PARTICIPANT, course.id),))
    ask_for_extension(course, piece, REASON, actor=actor, now=now)
