"""Reads of quizzes: what is taken, by which rules, in which window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from app.courses import queries as courses
from app.courses.rules import PieceValue
from app.quizzes.models import Quiz, QuizSlot, StoredQuestion
from app.quizzes.rules.settings import QuizSettings, QuizValue, Slot
from app.quizzes.rules.vocabulary import Counts, Layout, Release
from app.shared.database import read_once, rows_of, session
from app.shared.errors import NotFound

_QUIZ: Any = Quiz.__table__
_QUIZZES = select(_QUIZ).order_by(_QUIZ.c.position, _QUIZ.c.id)
_OF_COURSE = _QUIZZES.where(_QUIZ.c.course_id == bindparam("course_id"))
_OF_KEY = _OF_COURSE.where(_QUIZ.c.key == bindparam("key"))
_ID_OF_KEY = select(Quiz.id).where(Quiz.course_id == bindparam("course_id"), Quiz.key == bindparam("key"))
_OF_ID = _QUIZZES.where(_QUIZ.c.id == bindparam("quiz_id"))
_SLOTS = (
    select(QuizSlot.quiz_id, StoredQuestion.key, QuizSlot.category, QuizSlot.tag, QuizSlot.draw, QuizSlot.points)
    .outerjoin(StoredQuestion, StoredQuestion.id == QuizSlot.question_id)
    .where(QuizSlot.quiz_id.in_(bindparam("quiz_ids", expanding=True)))
    .order_by(QuizSlot.quiz_id, QuizSlot.position)
)
"""Statements made once: everybody who takes a quiz asks for it a dozen times."""


def quizzes_of(course_id: int) -> tuple[QuizValue, ...]:
    """Return the quizzes of a course in their order; three statements."""
    return _values(course_id, rows_of(_OF_COURSE, course_id=course_id))


def get_quiz(course_id: int, key: str) -> QuizValue:
    """Return the quiz of a key in a course. Raises `NotFound`."""
    found = find_quiz(course_id, key)
    if found is None:
        raise NotFound
    return found


@read_once
def find_quiz(course_id: int, key: str) -> QuizValue | None:
    """Return the quiz of a key in a course; None when there is none."""
    return next(iter(_values(course_id, rows_of(_OF_KEY, course_id=course_id, key=key))), None)


@read_once
def get_quiz_by_id(quiz_id: int) -> QuizValue:
    """Return a quiz. Raises `NotFound`."""
    rows = rows_of(_OF_ID, quiz_id=quiz_id)
    if not rows:
        raise NotFound
    return _values(rows[0].course_id, rows)[0]


def get_quiz_id(course_id: int, key: str) -> int:
    """Return the id of the quiz of a key in a course; one statement. Raises `NotFound`."""
    for (found,) in rows_of(_ID_OF_KEY, course_id=course_id, key=key):
        return found
    raise NotFound


def find_course_of_quiz(quiz_id: int) -> int | None:
    """Return the course of a quiz; None when there is no such quiz."""
    return session.scalar(select(Quiz.course_id).where(Quiz.id == quiz_id))


def _values(course_id: int, rows: Sequence[Any]) -> tuple[QuizValue, ...]:
    slots = _slots([row.id for row in rows])
    pieces = {piece.id: piece for piece in courses.pieces_of(course_id)} if rows else {}
    return tuple(_value(row, pieces.get(row.piece_id or 0), slots[row.id]) for row in rows)


def _value(row: Any, piece: PieceValue | None, slots: Collection[Slot]) -> QuizValue:  # noqa: ANN401 - a row of the table
    return QuizValue(
        id=row.id,
        course_id=row.course_id,
        key=row.key,
        piece_id=row.piece_id,
        title=piece.title if piece else row.title,
        intro=row.intro,
        week=piece.week if piece else row.week,
        position=row.position,
        minutes=piece.minutes if piece else row.minutes,
        opens_at=piece.opens_at if piece else row.opens_at,
        closes_at=piece.closes_at if piece else row.closes_at,
        maximum=piece.maximum if piece else None,
        settings=QuizSettings(
            attempts=row.attempts,
            counts=Counts(row.counts),
            layout=Layout(row.layout),
            going_back=row.going_back,
            shuffle_questions=row.shuffle_questions,
            shuffle_options=row.shuffle_options,
            release=Release(row.release),
            release_score=Release(row.release_score),
            show_key=row.show_key,
            grace_seconds=row.grace_seconds,
        ),
        slots=tuple(slots),
        file=row.file,
    )


def _slots(quiz_ids: Collection[int]) -> defaultdict[int, list[Slot]]:
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    if not quiz_ids:
        return found
    for quiz_id, key, category, tag, number, points in rows_of(_SLOTS, quiz_ids=list(quiz_ids)):
        found[quiz_id].append(Slot(question=key, category=category, tag=tag, draw=number, points=points))
    return found
