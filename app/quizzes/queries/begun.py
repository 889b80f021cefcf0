"""Which attempts of participants their time limit or their submission has bound: for those who give more time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from app.courses.rules import Begun, CourseValue, Ending
from app.quizzes.models import Attempt
from app.quizzes.queries.attempts import attempts_where
from app.quizzes.queries.quizzes import quizzes_of
from app.quizzes.rules.vocabulary import AttemptState

_ENDINGS = {
    AttemptState.OPEN: Ending.RUNS,
    AttemptState.EXPIRED: Ending.RAN_OUT,
    AttemptState.SUBMITTED: Ending.HANDED_IN,
}


def begun_attempts(course: CourseValue, enrolment_ids: Collection[int]) -> Mapping[tuple[int, int], Begun]:
    """Return the last attempts of these enrolments at quizzes that count, by (enrolment, piece).

    Where one ended and another may be started, there is none: a later end of the window helps.
    """
    marked = {quiz.id: quiz for quiz in quizzes_of(course.id) if quiz.piece_id is not None}
    found: dict[tuple[int, int], Begun] = {}
    attempts = attempts_where(Attempt.course_id == course.id, Attempt.enrolment_id.in_(enrolment_ids))
    for one in sorted(attempts, key=lambda attempt: attempt.number):
        quiz = marked.get(one.quiz_id)
        if quiz is None or quiz.piece_id is None:
            continue
        key, most = (one.enrolment_id, quiz.piece_id), quiz.settings.attempts
        found.pop(key, None)
        if one.is_open or (most is not None and one.number >= most):
            credit = timedelta(seconds=one.credit_seconds)
            found[key] = Begun(_ENDINGS[one.state], one.started_at, credit, one.due_at)
    return found
