"""Until when a quiz can be taken, by whom: the one deadline function of courses, for marked and unmarked quizzes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.rules.deadlines import Deadline, Window, effective
from app.courses.rules.windows import deadline_for, last_instant
from app.quizzes.rules.release import closing_of
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import ALLOWANCE
from app.shared.running import settings


def deadlines_of(quiz: QuizValue, course: CourseValue, enrolments: Iterable[EnrolmentValue]) -> Mapping[int, Deadline]:
    """Return everybody's deadline for a quiz, by enrolment; two statements, none for an unmarked quiz."""
    piece = _piece(quiz)
    if piece is not None:
        return courses.deadlines_of_piece(course, piece, enrolments)
    window = Window(quiz.opens_at, quiz.closes_at, quiz.minutes)
    return {one.id: effective(window, zone=course.timezone, extra_time=one.extra_time) for one in enrolments}


def deadline_of(quiz: QuizValue, course: CourseValue, enrolment: EnrolmentValue) -> Deadline:
    """Return one participant's deadline for a quiz."""
    return deadlines_of(quiz, course, [enrolment])[enrolment.id]


def closing_for(quiz: QuizValue, course: CourseValue, own: Deadline) -> datetime:
    """Return what "after closing" means for a participant with this deadline; one statement."""
    piece = _piece(quiz)
    general = deadline_for(course, piece).closes_at if piece else quiz.closes_at
    slack = grace_of(quiz) + allowance()
    return closing_of(own.closes_at, general, course_ends=last_instant(course), slack=slack)


def grace_of(quiz: QuizValue) -> timedelta:
    """Return for how long after a deadline an answer that was on its way still counts."""
    return timedelta(seconds=quiz.settings.grace_seconds)


def allowance() -> timedelta:
    """Return for how long a request may queue on our side: none where no proxy stamps its arrival."""
    return ALLOWANCE if settings().trusted_proxies else timedelta()


def _piece(quiz: QuizValue) -> PieceValue | None:
    if quiz.piece_id is None:
        return None
    return next(piece for piece in courses.pieces_of(quiz.course_id) if piece.id == quiz.piece_id)
