"""What a quiz would ask now: its places, the questions that may stand there, and their current versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from app.quizzes.models import QuestionVersion, QuizSlot, StoredQuestion
from app.quizzes.queries.versions import questions_by_digest
from app.quizzes.rules.paper import Place
from app.quizzes.rules.questions import Question
from app.quizzes.rules.settings import QuizValue
from app.shared.database import rows_of, session

_SLOTS = (
    select(QuizSlot.question_id, QuizSlot.category, QuizSlot.tag, QuizSlot.draw, QuizSlot.points)
    .where(QuizSlot.quiz_id == bindparam("quiz_id"))
    .order_by(QuizSlot.position)
)
_NEWEST = (
    select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
    .where(QuestionVersion.question_id.in_(bindparam("question_ids", expanding=True)))
    .group_by(QuestionVersion.question_id)
    .subquery()
)
_CURRENT = select(QuestionVersion.id, QuestionVersion.question_id, QuestionVersion.digest).join(
    _NEWEST,
    (_NEWEST.c.question_id == QuestionVersion.question_id) & (_NEWEST.c.number == QuestionVersion.number),
)
"""Statements made once: every start passes here."""


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The newest version of a question: what an attempt that starts now pins."""

    id: int
    question_id: int
    question: Question


def places_of(quiz: QuizValue) -> tuple[Place, ...]:
    """Return the places of a quiz with the questions that may stand there; two statements at most."""
    slots = rows_of(_SLOTS, quiz_id=quiz.id)
    bank = _bank(quiz.course_id) if any(slot.question_id is None for slot in slots) else ()
    return tuple(
        Place((slot.question_id,), 1, slot.points, is_pool=False)
        if slot.question_id is not None
        else Place(_fitting(bank, slot.category, slot.tag), slot.draw, slot.points, is_pool=True)
        for slot in slots
    )


def current_versions(question_ids: Collection[int]) -> Mapping[int, CurrentVersion]:
    """Return the newest version of each question, by question."""
    rows = rows_of(_CURRENT, question_ids=list(question_ids))
    questions = questions_by_digest({row.digest for row in rows})
    return {row.question_id: CurrentVersion(row.id, row.question_id, questions[row.digest]) for row in rows}


Entry = tuple[int, str, Collection[str]]
"""A question of the bank: its id, category and tags."""


def _bank(course_id: int) -> Sequence[Entry]:
    statement = select(StoredQuestion.id, StoredQuestion.category, StoredQuestion.tags).where(
        StoredQuestion.course_id == course_id, StoredQuestion.retired_at.is_(None)
    )
    return [(row.id, row.category, row.tags) for row in session.execute(statement.order_by(StoredQuestion.id))]


def _fitting(bank: Sequence[Entry], category: str, tag: str) -> tuple[int, ...]:
    """Return the questions of a category and the categories below it, and of a tag where one is named."""
    return tuple(
        question_id
        for question_id, own, tags in bank
        if (not category or own == category or own.startswith(f"{category}/")) and (not tag or tag in tags)
    )
