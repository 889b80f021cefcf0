"""The quizzes of a course: what can be started, and until when."""

from __future__ import annotations

from typing import Any

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.quizzes import queries
from app.quizzes.api.blueprint import resources
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.schemas.attempts import QuizList
from app.shared.http import current_actor, current_course, requires
from app.shared.http.context import reader_language
from app.shared.language import pick
from app.shared.permissions import Permission


@resources.get("/courses/<code>/quizzes")
@requires(Permission.VIEW_COURSE)
@resources.response(200, QuizList)
def list_quizzes(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 the quizzes of the course in their order, with my own window and attempts where I take it."""
    course, person_id = current_course(), current_actor().person_id
    enrolment = courses.find_enrolment(course.id, person_id) if person_id else None
    mine = queries.attempts_of_enrolment(course.id, enrolment.id) if enrolment else ()
    items = [_quiz(quiz, course, enrolment, mine) for quiz in queries.quizzes_of(course.id)]
    return {"items": items, "next_cursor": None}


def _quiz(
    quiz: QuizValue, course: CourseValue, enrolment: EnrolmentValue | None, mine: tuple[AttemptValue, ...]
) -> dict[str, Any]:
    own = queries.deadline_of(quiz, course, enrolment) if enrolment else None
    return {
        "id": quiz.id,
        "key": quiz.key,
        "title": pick(quiz.title, reader_language()),
        "counts": quiz.piece_id is not None,
        "minutes": quiz.minutes,
        "opens_at": own.opens_at if own else quiz.opens_at,
        "closes_at": own.closes_at if own else quiz.closes_at,
        "attempts": quiz.settings.attempts,
        "my_attempts": [one for one in mine if one.quiz_id == quiz.id],
    }
