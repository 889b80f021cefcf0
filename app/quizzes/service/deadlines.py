"""What an extension, extra time or a changed definition does to attempts: they follow the one deadline function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from app.courses import queries as courses
from app.quizzes import queries
from app.quizzes.models import Attempt, Quiz
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import not_shorter
from app.quizzes.service.reopening import movable, move
from app.quizzes.service.starting import turn_of
from app.shared.database import take_turn

REASON = "More time: the attempt is open again."


def refresh_deadlines(
    course_id: int, piece_id: int | None, enrolment_ids: Collection[int] | None, now: datetime
) -> None:
    """Work out anew when attempts are due, after something moved deadlines; none becomes shorter.

    Of one piece (None: any quiz of the course) and some participants (None: all). Attempts that closed by themselves
    and whose new deadline lies ahead open again. In the transaction of whoever moved the deadlines.
    """
    course = courses.get_course_by_id(course_id)
    if course.is_closed:
        return
    take_turn(turn_of(course_id))
    wanted: list[ColumnElement[bool]] = [Attempt.course_id == course_id]
    if piece_id is not None:
        wanted.append(Attempt.quiz_id.in_(select(Quiz.id).where(Quiz.piece_id == piece_id)))
    if enrolment_ids is not None:
        wanted.append(Attempt.enrolment_id.in_(enrolment_ids))
    by_quiz: defaultdict[int, list[AttemptValue]] = defaultdict(list)
    for one in movable(*wanted):
        by_quiz[one.quiz_id].append(one)
    if not by_quiz:
        return
    for quiz in queries.quizzes_of(course_id):
        attempts = by_quiz.get(quiz.id, [])
        move(quiz, due_instants(quiz, attempts), attempts, now=now, reason=REASON)


def due_instants(quiz: QuizValue, attempts: Collection[AttemptValue]) -> dict[int, datetime | None]:
    """Return when each of these attempts is due by the one deadline function, and never before it was, by id.

    The attempt of somebody who left the course stays due when it was.
    """
    course = courses.get_course_by_id(quiz.course_id)
    enrolments = courses.enrolments_by_id(course.id, {one.enrolment_id for one in attempts})
    own = queries.deadlines_of(quiz, course, enrolments.values())
    due: dict[int, datetime | None] = {}
    for one in attempts:
        mine = own.get(one.enrolment_id)
        found = mine.due(one.started_at, timedelta(seconds=one.credit_seconds)) if mine else one.due_at
        due[one.id] = not_shorter(one.due_at, found)
    return due
