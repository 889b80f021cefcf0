"""The page of a quiz before the start: its rules in plain words, earlier attempts, more time; and the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.courses.rules.deadlines import Deadline, WindowState
from app.courses.rules.windows import state_in
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.moments import moment_in
from app.quizzes.queries.taking import Taking, find_taking, general_deadline, piece_of
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.wording import Times, cut_in_words, rules_in_words
from app.shared.errors import RuleBroken
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.permissions import Permission
from app.shared.wording import Text, text


@pages.get("/courses/<code>/quizzes/<key>")
@requires(Permission.VIEW_COURSE)
def quiz(code: str, key: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the rules of a quiz, and for a participant the start and their attempts; 404 no such quiz."""
    return _page(queries.get_quiz(current_course().id, key), arrived_at())


@pages.post("/courses/<code>/quizzes/<key>/start")
@requires(Permission.TAKE_QUIZ)
def start(code: str, key: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 to the attempt, which is the open one where one is open; 409 with the rules again where a rule forbids it."""
    now = arrived_at()
    course_id = current_course().id
    quiz_id = queries.get_quiz_id(course_id, key)
    locale = get_locale()
    try:
        started = service.start_attempt(
            quiz_id, language=locale.language if locale else "en", actor=current_actor(), now=now
        )
    except RuleBroken as error:
        problems = show_problems(error)
        return _page(queries.get_quiz(course_id, key), now, problems), 409
    return redirect(url_for("quizzes.attempt", attempt_id=started.attempt.id), 303)


def _page(quiz: QuizValue, now: datetime, problems: Sequence[dict[str, Any]] = ()) -> str:
    course: CourseValue = current_course()
    moment = moment_in(course)
    taking = find_taking(quiz, course, current_actor().person_id, now)
    general = general_deadline(quiz, course)
    times = taking.times if taking else Times(general, general)
    state = state_in(course, times.own, now)
    return render_template(
        "quizzes/quiz.html",
        quiz=quiz,
        piece=piece_of(quiz),
        taking=taking,
        state=state,
        deadline=times.own,
        rules=rules_in_words(quiz, times, moment),
        cut=cut_in_words(times.own, now, moment) if state is WindowState.OPEN else None,
        refused=_refused(quiz, course, taking, times.own, now),
        moment=moment,
        problems=problems,
    )


def _refused(
    quiz: QuizValue, course: CourseValue, taking: Taking | None, deadline: Deadline, now: datetime
) -> Text | None:
    """Return why no attempt can be started now; None where one can. As the verb decides it."""
    state = state_in(course, deadline, now)
    moment = moment_in(course)
    if course.is_closed:
        return text("The course is closed. Quizzes can no longer be taken.")
    if state is WindowState.AHEAD and deadline.opens_at:
        return text("This quiz opens on %(moment)s.", moment=moment(deadline.opens_at))
    if state is WindowState.OVER and deadline.closes_at:
        return text("This quiz closed on %(moment)s.", moment=moment(deadline.closes_at))
    used = len(taking.attempts) if taking else 0
    if quiz.settings.attempts is not None and used >= quiz.settings.attempts:
        return text("You have used every attempt that this quiz allows.")
    return None
