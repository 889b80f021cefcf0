"""Closing a course."""

from __future__ import annotations

from typing import Any

from app.grading import service
from app.grading.api.answers import instant
from app.grading.api.blueprint import resources
from app.grading.rules import Outcome
from app.grading.schemas import ClosingAnswer, ClosingRequest
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@resources.post("/courses/<code>/closing")
@requires(Permission.CLOSE_COURSE)
@resources.arguments(ClosingRequest)
@resources.response(200, ClosingAnswer)
def close(asked: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 every result is frozen; 409 work lacks its mark (`problems` lists it), or the course is closed already."""
    now = arrived_at()
    closed = service.close_course(
        current_course(), accept_unmarked=asked["accept_unmarked"], actor=current_actor(), now=now
    )
    return {
        "state": "closed",
        "closed_at": instant(now),
        "participants": closed.participants,
        "outcomes": {outcome.value: closed.outcomes.get(outcome, 0) for outcome in Outcome},
        "accepted_unmarked": closed.unmarked,
    }
