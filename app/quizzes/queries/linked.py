"""Which quizzes a page may lead to, and which of them the reader has under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from app.courses.rules import Localized
from app.quizzes.models import Attempt, Quiz
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.database import rows_of

_MINE = and_(
    Attempt.quiz_id == Quiz.id,
    Attempt.person_id == bindparam("person_id"),
    Attempt.state == AttemptState.OPEN.value,
)
_LINKED = (
    select(Quiz.course_id, Quiz.key, Quiz.piece_id, Quiz.title, Quiz.week, Attempt.id, Attempt.due_at)
    .outerjoin(Attempt, _MINE)
    .where(Quiz.course_id.in_(bindparam("course_ids", expanding=True)))
    .order_by(Quiz.position, Quiz.id)
)


@dataclass(frozen=True, slots=True)
class LinkedQuiz:
    """A quiz of a course; `title` and `week` of one that counts are its piece's, and empty here.

    `attempt_id` is the reader's attempt under way, `due_at` when that one ends.
    """

    key: str
    piece_id: int | None
    title: Localized
    week: int | None
    attempt_id: int | None
    due_at: datetime | None


def linked_quizzes(course_ids: Collection[int], person_id: int | None) -> Mapping[int, tuple[LinkedQuiz, ...]]:
    """Return the quizzes of courses in their order, with what `person_id` has under way; one statement."""
    found: defaultdict[int, list[LinkedQuiz]] = defaultdict(list)
    rows = rows_of(_LINKED, course_ids=list(course_ids), person_id=person_id)
    for course_id, key, piece_id, title, week, attempt_id, due_at in rows:
        found[course_id].append(LinkedQuiz(key, piece_id, title, week, attempt_id, due_at))
    return {course_id: tuple(found[course_id]) for course_id in course_ids}
