"""Attempts that were made elsewhere, entered whole: what was asked, every answer with its moment, the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select

from app.courses.rules import EnrolmentValue
from app.quizzes import queries
from app.quizzes.models import AnswerSave, Attempt, AttemptQuestion, StoredQuestion
from app.quizzes.queries.papers import CurrentVersion, current_versions, places_of
from app.quizzes.rules.paper import Place, draw, option_keys, seed_of
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import instants
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service.ending import store_scores
from app.shared.database import session
from app.shared.permissions import Actor, Permission
from app.shared.running import key_for

_ATTEMPT: Any = Attempt.__table__
_ASKED: Any = AttemptQuestion.__table__
_SAVE: Any = AnswerSave.__table__
FIRST = 1


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """A participant's first attempt at a quiz.

    `answers`: what was chosen, by the key of the question. `moments`: when the question shown first, second and so on
    was answered.
    """

    enrolment: EnrolmentValue
    language: str
    started_at: datetime
    ended_at: datetime
    answers: Mapping[str, tuple[str, ...]]
    moments: Sequence[datetime]


def enter_past_attempts(quiz: QuizValue, past: Sequence[PastAttempt], *, actor: Actor) -> Mapping[int, Fraction]:
    """Enter submitted attempts of participants who have none at this quiz yet; return the scores by enrolment.

    The questions are the quiz's own as they stand now, all answered as `past` says. What counts in the course is not
    touched: results that come with the attempts are imported on their own. Raises `NotAllowed`.
    """
    actor.require(Permission.IMPORT_RESULTS, quiz.course_id)
    if not past:
        return {}
    questions = _questions(quiz)
    by_enrolment = {one.enrolment.id: one for one in past}
    session.execute(insert(_ATTEMPT), [_attempt(quiz, one, questions) for one in past])
    ids = {row.enrolment_id: row.id for row in _stored(quiz) if row.enrolment_id in by_enrolment}
    asked = {one.enrolment.id: _paper(quiz, one, questions, ids[one.enrolment.id]) for one in past}
    session.execute(insert(_ASKED), [row for rows in asked.values() for row in rows])
    session.execute(insert(_SAVE), [save for one in past for save in _saves(one, asked[one.enrolment.id], questions)])
    attempts = queries.attempts_where(Attempt.id.in_(ids.values()))
    marked = queries.marked(attempts)
    for ended_at in sorted({one.attempt.ended_at for one in marked if one.attempt.ended_at}):
        store_scores([one for one in marked if one.attempt.ended_at == ended_at], ended_at)
    return {one.attempt.enrolment_id: one.marked.score for one in marked}


@dataclass(frozen=True, slots=True)
class _Bank:
    """What a quiz asks: its places, the versions of its questions by id, and their keys by version."""

    places: Sequence[Place]
    versions: Mapping[int, CurrentVersion]
    keys: Mapping[int, str]


def _questions(quiz: QuizValue) -> _Bank:
    places = places_of(quiz)
    versions = current_versions([candidate for place in places for candidate in place.candidates])
    rows = session.execute(select(StoredQuestion.id, StoredQuestion.key).where(StoredQuestion.id.in_(versions)))
    return _Bank(places, versions, {versions[question_id].id: key for question_id, key in rows})


def _stored(quiz: QuizValue) -> Sequence[Any]:
    here = (_ATTEMPT.c.quiz_id == quiz.id, _ATTEMPT.c.number == FIRST)
    return session.execute(select(_ATTEMPT.c.id, _ATTEMPT.c.enrolment_id).where(*here)).all()


def _attempt(quiz: QuizValue, one: PastAttempt, questions: _Bank) -> dict[str, Any]:
    limit = one.started_at + timedelta(minutes=quiz.minutes) if quiz.minutes else one.ended_at
    ends = instants(min(limit, quiz.closes_at or limit), grace=queries.grace_of(quiz), allowance=queries.allowance())
    return {
        "quiz_id": quiz.id,
        "course_id": quiz.course_id,
        "enrolment_id": one.enrolment.id,
        "person_id": one.enrolment.person_id,
        "number": FIRST,
        "language": one.language,
        "state": AttemptState.SUBMITTED.value,
        "started_at": one.started_at,
        "due_at": ends.due_at,
        "accept_until": ends.accept_until,
        "close_at": ends.close_at,
        "credit_seconds": 0,
        "seen_at": one.ended_at,
        "ended_at": one.ended_at,
        "score": Fraction(0),
        "out_of": sum((place.points * place.draw for place in questions.places), Fraction(0)),
    }


def _paper(quiz: QuizValue, one: PastAttempt, questions: _Bank, attempt_id: int) -> list[dict[str, Any]]:
    """Return the questions of an attempt, drawn and mixed as for any other."""
    seed = seed_of(key_for("papers"), quiz.id, one.enrolment.id, FIRST)
    drawn = draw(questions.places, seed, shuffle=quiz.settings.shuffle_questions)
    return [
        {
            "attempt_id": attempt_id,
            "number": number,
            "question_version_id": questions.versions[question_id].id,
            "option_keys": list(_shown(quiz, questions.versions[question_id], seed, number)),
            "points": points,
        }
        for number, (question_id, points) in enumerate(drawn, 1)
    ]


def _shown(quiz: QuizValue, version: CurrentVersion, seed: bytes, number: int) -> tuple[str, ...]:
    return option_keys(version.question, seed, number, shuffle=quiz.settings.shuffle_options)


def _saves(one: PastAttempt, asked: Sequence[Mapping[str, Any]], questions: _Bank) -> Iterator[dict[str, Any]]:
    for row, moment in zip(asked, one.moments, strict=True):
        chosen = one.answers[questions.keys[row["question_version_id"]]]
        if chosen:
            yield {
                "attempt_id": row["attempt_id"],
                "number": row["number"],
                "version": 1,
                "chosen": list(chosen),
                "saved_at": moment,
            }
