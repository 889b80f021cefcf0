"""Which quizzes a person has done, and whether the score can be seen: for pages that say what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.courses.rules import CourseValue
from app.quizzes.models import Attempt, Quiz
from app.quizzes.queries.scores import is_done
from app.quizzes.rules.vocabulary import Release
from app.shared.database import session
from app.shared.wording import Text, text

_SEEN = text("You have done it. Your score is shown there.")
_LATER = text("You have done it. Your score is shown after the closing.")
_NEVER = text("You have done it. Its score is not shown; it counts in your result.")


def quizzes_done(course: CourseValue, person_id: int, now: datetime) -> Mapping[int, Text]:
    """Return, by piece, that a person has done its quiz, and how the score stands by `now`; one statement.

    Of several attempts the last one tells.
    """
    statement = (
        select(Quiz.piece_id, Quiz.release_score, Attempt.release_at)
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .where(Quiz.course_id == course.id, Quiz.piece_id.is_not(None), Attempt.person_id == person_id, is_done())
        .order_by(Attempt.number)
    )
    return {
        piece_id: _said(rule, release_at, now)
        for piece_id, rule, release_at in session.execute(statement)
        if piece_id is not None
    }


def _said(rule: str, release_at: datetime | None, now: datetime) -> Text:
    if rule == Release.NEVER:
        return _NEVER
    return _SEEN if release_at is None or release_at <= now else _LATER
