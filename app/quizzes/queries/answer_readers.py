"""Who can read the right answers of a quiz already: who has an attempt that ended and whose review shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.courses.rules.windows import deadline_for, last_instant
from app.quizzes.models import Attempt
from app.quizzes.queries.deadlines import allowance, grace_of
from app.quizzes.queries.quizzes import quizzes_of
from app.quizzes.rules.release import closing_of, is_released
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import AttemptState, Release
from app.shared.database import session


def answer_readers(course: CourseValue, now: datetime) -> Mapping[int, int]:
    """Return, by piece, how many participants could read the answers of its quiz by `now`; six statements at most.

    A review that waits while others are at the quiz counts as well: it may have been open before. Whether somebody
    opened it is not recorded, so that everybody who could is counted.
    """
    marked = {quiz.piece_id: quiz for quiz in quizzes_of(course.id) if quiz.piece_id is not None}
    told = {piece_id: quiz for piece_id, quiz in marked.items() if quiz.settings.release is not Release.NEVER}
    ended = _ended(told)
    if not ended:
        return {}
    pieces = [piece for piece in courses.pieces_of(course.id) if piece.id in told]
    enrolments = courses.enrolments_by_id(course.id, {enrolment_id for enrolment_id, _quiz_id in ended})
    own = courses.all_deadlines(course, pieces, enrolments.values())
    counts: Counter[int] = Counter()
    for piece in pieces:
        quiz, general = told[piece.id], deadline_for(course, piece).closes_at
        ends, slack = last_instant(course), grace_of(quiz) + allowance()
        for enrolment_id in (one for one, quiz_id in ended if quiz_id == quiz.id and one in own):
            mine = own[enrolment_id][piece.id].closes_at
            closing = closing_of(mine, general, course_ends=ends, slack=slack)
            counts[piece.id] += is_released(quiz.settings.release, closing=closing, now=now)
    return +counts


def _ended(quizzes: Mapping[int, QuizValue]) -> set[tuple[int, int]]:
    """Return who has an attempt that ended at which of these quizzes: (enrolment, quiz)."""
    statement = (
        select(Attempt.enrolment_id, Attempt.quiz_id)
        .where(Attempt.quiz_id.in_([quiz.id for quiz in quizzes.values()]), Attempt.state != AttemptState.OPEN)
        .distinct()
    )
    return {(enrolment_id, quiz_id) for enrolment_id, quiz_id in session.execute(statement)}
