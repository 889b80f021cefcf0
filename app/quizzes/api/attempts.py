"""Starting an attempt, looking at it, submitting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from app.quizzes import queries, service
from app.quizzes.api.answers import attempt_data, released_score
from app.quizzes.api.blueprint import resources
from app.quizzes.api.saving import course_of_attempt
from app.quizzes.queries.shown import AttemptShown, attempt_shown
from app.quizzes.schemas.attempts import AttemptAnswer, SubmissionAnswer
from app.quizzes.service import AttemptClosed
from app.shared import clock
from app.shared.errors import NotAllowed
from app.shared.http import arrived_at, current_actor, requires
from app.shared.http.context import reader_language
from app.shared.permissions import Permission


def _course_of_quiz(values: Mapping[str, Any]) -> int | None:
    return queries.find_course_of_quiz(values["quiz_id"])


@resources.post("/quizzes/<int:quiz_id>/attempts")
@requires(Permission.TAKE_QUIZ, course_of=_course_of_quiz)
@resources.response(201, AttemptAnswer)
@resources.alt_response(200, schema=AttemptAnswer, description="The attempt that is open already.")
def start_attempt(quiz_id: int) -> tuple[dict[str, Any], int]:
    """201 a new attempt; 409 not open yet, closed, no attempt left, not enrolled, or the course is closed."""
    actor = current_actor()
    started = service.start_attempt(quiz_id, language=reader_language(), actor=actor, now=arrived_at())
    shown = attempt_shown(started.attempt.id)
    return attempt_data(shown, server_time=clock.now()), 201 if started.new else 200


@resources.get("/attempts/<int:attempt_id>")
@requires(Permission.VIEW_COURSE, course_of=course_of_attempt)
@resources.response(200, AttemptAnswer)
def show_attempt(attempt_id: int) -> dict[str, Any]:
    """200 the attempt as stored; 403 somebody else's, unless one looks after the course."""
    service.settle_first(arrived_at(), attempt_id=attempt_id)
    shown = attempt_shown(attempt_id)
    return attempt_data(shown, server_time=clock.now(), all_of_it=sees_all(shown))


@resources.post("/attempts/<int:attempt_id>/submission")
@requires(Permission.TAKE_QUIZ, course_of=course_of_attempt)
@resources.response(200, SubmissionAnswer)
def submit_attempt(attempt_id: int) -> dict[str, Any]:
    """200 the attempt is submitted, now or before; 409 it was closed at its deadline."""
    now = arrived_at()
    if service.needs_settling(g.attempt, now):
        service.settle_first(now, attempt_id=attempt_id)
    try:
        attempt = service.submit_attempt(attempt_id, actor=current_actor(), now=now)
    except AttemptClosed as refused:
        refused.facts = {"state": refused.state.value}
        raise
    return {
        "id": attempt.id,
        "state": attempt.state.value,
        "submitted_at": attempt.ended_at,
        "score": released_score(attempt),
        "out_of": attempt.out_of,
    }


def sees_all(shown: AttemptShown) -> bool:
    """Tell whether the caller looks after the attempt's course. Raises `NotAllowed` for neither that nor the owner."""
    actor, attempt = current_actor(), shown.attempt
    if actor.may(Permission.VIEW_ATTEMPTS, attempt.course_id):
        return True
    if actor.person_id != attempt.person_id or not actor.may(Permission.TAKE_QUIZ, attempt.course_id):
        raise NotAllowed
    return False
