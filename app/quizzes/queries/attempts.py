"""Reads of attempts: their rows, what they ask, the newest answers, what was decided on their questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from app.quizzes.models import AnswerSave, Attempt, AttemptQuestion, QuestionVersion, Quiz, Rescoring
from app.quizzes.queries.versions import questions_by_digest
from app.quizzes.rules.attempts import Answers, Asked, AttemptValue, Decisions, StoredAnswer
from app.quizzes.rules.right import Decision
from app.quizzes.rules.vocabulary import AttemptState, RescoringAction
from app.shared.database import read_once, rows_of, session
from app.shared.errors import NotFound

TABLE: Any = Attempt.__table__
_OF_ID = select(TABLE).where(TABLE.c.id == bindparam("attempt_id"))
_COURSE_OF = select(TABLE.c.course_id).where(TABLE.c.id == bindparam("attempt_id"))
_AT_QUIZ = (
    select(TABLE)
    .where(TABLE.c.quiz_id == bindparam("quiz_id"), TABLE.c.enrolment_id == bindparam("enrolment_id"))
    .order_by(TABLE.c.id)
)
_OPEN_AT = _AT_QUIZ.where(TABLE.c.state == AttemptState.OPEN.value)
_ASKED = (
    select(
        AttemptQuestion.attempt_id,
        AttemptQuestion.number,
        QuestionVersion.question_id,
        AttemptQuestion.question_version_id,
        QuestionVersion.digest,
        AttemptQuestion.option_keys,
        AttemptQuestion.points,
    )
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
    .where(AttemptQuestion.attempt_id.in_(bindparam("attempt_ids", expanding=True)))
    .order_by(AttemptQuestion.attempt_id, AttemptQuestion.number)
)
_ANSWERS = (
    select(AnswerSave.attempt_id, AnswerSave.number, AnswerSave.version, AnswerSave.chosen, AnswerSave.saved_at)
    .where(AnswerSave.attempt_id.in_(bindparam("attempt_ids", expanding=True)))
    .order_by(AnswerSave.attempt_id, AnswerSave.number, AnswerSave.version)
)
_DECISIONS = select(Rescoring.quiz_id, Rescoring.question_id, Rescoring.action, Rescoring.right_keys).where(
    Rescoring.id.in_(
        select(func.max(Rescoring.id))
        .where(Rescoring.quiz_id.in_(bindparam("quiz_ids", expanding=True)))
        .group_by(Rescoring.quiz_id, Rescoring.question_id)
    )
)
"""Statements made once: every page of an attempt passes here."""


@read_once
def find_attempt(attempt_id: int) -> AttemptValue | None:
    """Return an attempt; None when there is none."""
    return next((attempt_value(row._mapping) for row in rows_of(_OF_ID, attempt_id=attempt_id)), None)  # noqa: SLF001 - SQLAlchemy's public name


def get_attempt(attempt_id: int) -> AttemptValue:
    """Return an attempt. Raises `NotFound`."""
    found = find_attempt(attempt_id)
    if found is None:
        raise NotFound
    return found


def find_open_attempt(quiz_id: int, enrolment_id: int) -> AttemptValue | None:
    """Return the attempt at a quiz that a participant has open; None where none is."""
    rows = rows_of(_OPEN_AT, quiz_id=quiz_id, enrolment_id=enrolment_id)
    return next((attempt_value(row._mapping) for row in rows), None)  # noqa: SLF001 - SQLAlchemy's public name


def attempts_of_quiz(quiz_id: int, enrolment_id: int) -> list[AttemptValue]:
    """Return all attempts of a participant at a quiz, by id."""
    rows = rows_of(_AT_QUIZ, quiz_id=quiz_id, enrolment_id=enrolment_id)
    return [attempt_value(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


def attempts_of_enrolment(course_id: int, enrolment_id: int) -> tuple[AttemptValue, ...]:
    """Return all attempts of a participant in a course, quiz by quiz in the order of their numbers."""
    found = attempts_where(Attempt.course_id == course_id, Attempt.enrolment_id == enrolment_id)
    return tuple(sorted(found, key=lambda one: (one.quiz_id, one.number)))


def open_pieces(course_id: int) -> set[tuple[int, int]]:
    """Return who has an attempt open at a quiz that counts, as (enrolment, piece); one statement."""
    statement = (
        select(Attempt.enrolment_id, Quiz.piece_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.course_id == course_id, Attempt.state == AttemptState.OPEN, Quiz.piece_id.is_not(None))
    )
    return {(enrolment_id, piece_id) for enrolment_id, piece_id in session.execute(statement) if piece_id is not None}


def attempts_at(quiz_id: int) -> tuple[AttemptValue, ...]:
    """Return all attempts at a quiz, the earliest first."""
    return tuple(attempts_where(Attempt.quiz_id == quiz_id))


def attempts_where(*wanted: ColumnElement[bool]) -> list[AttemptValue]:
    """Return the attempts that fit, by id."""
    rows = session.execute(select(TABLE).where(*wanted).order_by(TABLE.c.id))
    return [attempt_value(row) for row in rows.mappings()]


def attempt_value(row: Mapping[Any, Any]) -> AttemptValue:
    """Return a row of the table of attempts as a value."""
    return AttemptValue(**{**row, "state": AttemptState(row["state"])})


def asked_in(attempt_ids: Collection[int]) -> dict[int, tuple[Asked, ...]]:
    """Return what attempts ask, in order, by attempt; one statement (and one for questions not read before)."""
    rows = rows_of(_ASKED, attempt_ids=list(attempt_ids))
    questions = questions_by_digest({row.digest for row in rows})
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    for attempt_id, number, question_id, version_id, digest, keys, points in rows:
        question = questions[digest]
        found[attempt_id].append(Asked(number, question_id, version_id, question, tuple(keys), points))
    return {attempt_id: tuple(asked) for attempt_id, asked in found.items()}


def answers_in(attempt_ids: Collection[int]) -> dict[int, Answers]:
    """Return the newest answer to each question that has one, by attempt; one statement."""
    found: dict[int, dict[int, StoredAnswer]] = {attempt_id: {} for attempt_id in attempt_ids}
    for attempt_id, number, version, chosen, saved_at in rows_of(_ANSWERS, attempt_ids=list(attempt_ids)):
        found[attempt_id][number] = StoredAnswer(number, version, tuple(chosen), saved_at)
    return dict(found)


def all_saves(attempt_id: int) -> tuple[StoredAnswer, ...]:
    """Return every answer that was ever saved in an attempt, as it happened."""
    statement = select(AnswerSave.number, AnswerSave.version, AnswerSave.chosen, AnswerSave.saved_at)
    rows = session.execute(statement.where(AnswerSave.attempt_id == attempt_id))
    saves = (StoredAnswer(number, version, tuple(chosen), saved_at) for number, version, chosen, saved_at in rows)
    return tuple(sorted(saves, key=lambda save: (save.saved_at, save.number, save.version)))


def decisions_on(quiz_ids: Collection[int]) -> dict[int, Decisions]:
    """Return what was decided last on each question of these quizzes, by quiz; one statement."""
    found: dict[int, dict[int, Decision]] = {quiz_id: {} for quiz_id in quiz_ids}
    for quiz_id, question_id, action, keys in rows_of(_DECISIONS, quiz_ids=list(quiz_ids)):
        found[quiz_id][question_id] = Decision(RescoringAction(action), tuple(keys or ()))
    return dict(found)


def ids_of(attempts: Sequence[AttemptValue]) -> list[int]:
    """Return the ids of some attempts."""
    return [attempt.id for attempt in attempts]
