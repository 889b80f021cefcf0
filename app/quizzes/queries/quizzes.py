"""Reads of quizzes: what is taken, by which rules, in which window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from app.courses import queries as courses
from app.courses.rules import PieceValue
from app.quizzes.models import Quiz, QuizSlot, StoredQuestion
from app.quizzes.rules.settings import QuizSettings, QuizValue, Slot
from app.quizzes.rules.vocabulary import Counts, Layout, Release
from app.shared.database import session
from app.shared.errors import NotFound


def quizzes_of(course_id: int) -> tuple[QuizValue, ...]:
    """Return the quizzes of a course in their order; three statements."""
    return _values(course_id, Quiz.course_id == course_id)


def get_quiz(course_id: int, key: str) -> QuizValue:
    """Return the quiz of a key in a course. Raises `NotFound`."""
    found = find_quiz(course_id, key)
    if found is None:
        raise NotFound
    return found


def find_quiz(course_id: int, key: str) -> QuizValue | None:
    """Return the quiz of a key in a course; None when there is none."""
    return next(iter(_values(course_id, (Quiz.course_id == course_id) & (Quiz.key == key))), None)


def get_quiz_by_id(quiz_id: int) -> QuizValue:
    """Return a quiz. Raises `NotFound`."""
    course_id = find_course_of_quiz(quiz_id)
    if course_id is None:
        raise NotFound
    return _values(course_id, Quiz.id == quiz_id)[0]


def find_course_of_quiz(quiz_id: int) -> int | None:
    """Return the course of a quiz; None when there is no such quiz."""
    return session.scalar(select(Quiz.course_id).where(Quiz.id == quiz_id))


def _values(course_id: int, wanted: ColumnElement[bool]) -> tuple[QuizValue, ...]:
    rows = session.scalars(select(Quiz).where(wanted).order_by(Quiz.position, Quiz.id)).all()
    slots = _slots([row.id for row in rows])
    pieces = {piece.id: piece for piece in courses.pieces_of(course_id)} if rows else {}
    return tuple(_value(row, pieces.get(row.piece_id or 0), slots[row.id]) for row in rows)


def _value(row: Quiz, piece: PieceValue | None, slots: Collection[Slot]) -> QuizValue:
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
    statement = (
        select(QuizSlot, StoredQuestion.key)
        .outerjoin(StoredQuestion, StoredQuestion.id == QuizSlot.question_id)
        .where(QuizSlot.quiz_id.in_(quiz_ids))
        .order_by(QuizSlot.quiz_id, QuizSlot.position)
    )
    for row, key in session.execute(statement):
        found[row.quiz_id].append(
            Slot(question=key, category=row.category, tag=row.tag, draw=row.draw, points=row.points)
        )
    return found
