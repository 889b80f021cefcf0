"""How the attempts at each quiz of a course stand, for the list of quizzes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.quizzes.models import Attempt
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Taken:
    """How many attempts a quiz has: open, ended, and of how many participants."""

    open: int = 0
    ended: int = 0
    participants: int = 0


def taken_by_quiz(course_id: int) -> Mapping[int, Taken]:
    """Return how the attempts at each quiz stand, by quiz; quizzes without attempts are left out. One statement."""
    is_open = func.count().filter(Attempt.state == AttemptState.OPEN)
    statement = (
        select(Attempt.quiz_id, is_open, func.count(), func.count(Attempt.enrolment_id.distinct()))
        .where(Attempt.course_id == course_id)
        .group_by(Attempt.quiz_id)
    )
    return {
        quiz_id: Taken(open_now, everything - open_now, people)
        for quiz_id, open_now, everything, people in session.execute(statement)
    }
