"""The hot path: saving an answer, and the heartbeat. Both read first, and hold the write lock for one statement."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from flask import g, request

from app.quizzes import queries, service
from app.quizzes.api.answers import answer_data, stored_facts
from app.quizzes.api.blueprint import resources
from app.quizzes.queries import Saving
from app.quizzes.rules.attempts import StoredAnswer
from app.quizzes.schemas.attempts import AnswerAnswer, AnswerRequest, HeartbeatAnswer, HeartbeatRequest
from app.quizzes.service import AnswerChanged, AttemptClosed
from app.shared import clock
from app.shared.database import writing_first
from app.shared.http import arrived_at, current_actor, requires
from app.shared.permissions import Permission


def _course_of_saving(values: Mapping[str, Any]) -> int | None:
    """Return the course of the attempt; what was read for it is all that saving needs to know."""
    g.saving = queries.find_saving(values["attempt_id"], values["number"])
    return g.saving.course_id if g.saving else None


def course_of_attempt(values: Mapping[str, Any]) -> int | None:
    """Return the course of the attempt that an address names; the attempt is kept for who goes on with it."""
    g.attempt = queries.find_attempt(values["attempt_id"])
    return g.attempt.course_id if g.attempt else None


@resources.put("/attempts/<int:attempt_id>/answers/<int:number>")
@requires(Permission.TAKE_QUIZ, course_of=_course_of_saving, reads_first=True)
@resources.arguments(AnswerRequest())
@resources.response(200, AnswerAnswer)
def save_answer(body: dict[str, Any], attempt_id: int, number: int) -> dict[str, Any]:
    """200 the answer as stored; 409 closed, changed elsewhere (both with `stored`), or passed; 422 unknown keys.

    With `Prefer: return=minimal` (RFC 7240) `chosen` is left out: on a slow line a long text need not travel twice.
    """
    saving: Saving = g.saving
    now = arrived_at()
    if saving.due(now):
        service.settle_first(now, attempt_id=attempt_id)
        saving = queries.get_saving(attempt_id, number)
    try:
        saved = service.save_answer(saving, body["chosen"], body["base_version"], actor=current_actor(), now=now)
    except AnswerChanged as refused:
        refused.facts = stored_facts(attempt_id, refused.stored)
        raise
    except AttemptClosed as refused:
        refused.facts = {"state": refused.state.value, **stored_facts(attempt_id, refused.stored)}
        raise
    return answer_data(attempt_id, saved) if _wants_echo() else _without_echo(attempt_id, saved)


@resources.post("/attempts/<int:attempt_id>/heartbeat")
@requires(Permission.TAKE_QUIZ, course_of=course_of_attempt, reads_first=True)
@resources.arguments(HeartbeatRequest())
@resources.response(200, HeartbeatAnswer)
def beat(body: dict[str, Any], attempt_id: int) -> dict[str, Any]:
    """200 the time here, the deadline, and the answers that the page has not seen; sent every 15 seconds."""
    now = arrived_at()
    service.settle_first(now, attempt_id=attempt_id)
    pulse = service.take_pulse(attempt_id, actor=current_actor())
    with writing_first() if pulse.was_silent(now) else nullcontext():
        service.note_heartbeat(pulse, now=now)
    known = body["versions"]
    newer = () if known is None else [one for one in pulse.answers.values() if one.version > known.get(one.number, 0)]
    return {
        "server_time": clock.now(),
        "due_at": pulse.attempt.due_at,
        "state": pulse.attempt.state.value,
        "versions": {str(one.number): one.version for one in pulse.answers.values()},
        "answers": [answer_data(attempt_id, one) for one in newer],
    }


def _wants_echo() -> bool:
    return request.headers.get("Prefer", "").strip().lower() != "return=minimal"


def _without_echo(attempt_id: int, saved: StoredAnswer) -> dict[str, Any]:
    return {name: value for name, value in answer_data(attempt_id, saved).items() if name != "chosen"}
