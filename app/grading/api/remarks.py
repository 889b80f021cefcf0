"""Remarks: asked for by participants, written about, decided by the team."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceValue
from app.grading import queries, service
from app.grading.api.answers import instant, number
from app.grading.api.blueprint import resources
from app.grading.rules.cells import read_factor
from app.grading.rules.remarks import RemarkValue
from app.grading.schemas.decisions import (
    DecisionRequest,
    MessageAnswer,
    MessageRequest,
    RemarkAnswer,
    RemarkListAnswer,
    RemarkRequest,
)
from app.shared.amounts import CellFault, read_amount
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission
from app.shared.wording import text


@resources.get("/courses/<code>/remarks")
@requires(Permission.DECIDE_REMARK)
@resources.response(200, RemarkListAnswer)
def list_remarks(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 every remark of the course, the oldest first."""
    return {"items": [_answer(one) for one in queries.remarks_of(current_course().id)], "next_cursor": None}


@resources.post("/courses/<code>/remarks")
@requires(Permission.ASK_FOR_REMARK)
@resources.arguments(RemarkRequest)
@resources.response(201, RemarkAnswer)
def ask_for_remark(asked: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001
    """201 the remark; 404 no such piece; 409 no mark yet, one is open or decided already, or the time is over."""
    done = service.ask_for_remark(
        current_course(), asked["piece"], asked["reason"], actor=current_actor(), now=arrived_at()
    )
    return _answer(done)


@resources.post("/courses/<code>/remarks/<int:remark_id>/messages")
@requires(Permission.VIEW_COURSE)
@resources.arguments(MessageRequest)
@resources.response(201, MessageAnswer)
def write_about_remark(asked: dict[str, Any], code: str, remark_id: int) -> dict[str, Any]:  # noqa: ARG001
    """201 the message; 404 neither the own remark nor one to decide; 409 it is over."""
    done = service.write_about_remark(
        current_course(), remark_id, asked["body"], actor=current_actor(), now=arrived_at()
    )
    return {"body": done.body, "from_staff": done.from_staff, "written_at": instant(done.written_at)}


@resources.post("/courses/<code>/remarks/<int:remark_id>/decision")
@requires(Permission.DECIDE_REMARK)
@resources.arguments(DecisionRequest)
@resources.response(200, RemarkAnswer)
def decide_remark(asked: dict[str, Any], code: str, remark_id: int) -> dict[str, Any]:  # noqa: ARG001
    """200 the remark, decided; 409 it is over, the own mark, or a change after closing; 422 the reason or the mark."""
    course = current_course()
    found = queries.get_remark(course.id, remark_id)
    piece = next(piece for piece in courses.pieces_of(course.id) if piece.id == found.piece_id)
    changed, reason = asked["decision"] == "changed", asked["reason"]
    by: dict[str, Any] = {"actor": current_actor(), "now": arrived_at()}
    if changed and asked["factor"] is not None and asked["score"] is None:
        return _answer(service.decide_remark(course, remark_id, reason, factor=_factor(course, asked["factor"]), **by))
    return _answer(
        service.decide_remark(course, remark_id, reason, mark=_mark(piece, asked) if changed else None, **by)
    )


def _factor(course: CourseValue, cell: str) -> Fraction:
    try:
        return read_factor(cell, queries.policy_of(course))
    except CellFault as fault:
        raise Unreadable(problems=[Problem(fault.reason, "factor")]) from None


def _mark(piece: PieceValue, asked: Mapping[str, Any]) -> Mapping[str, Fraction] | Fraction:
    if piece.criteria:
        most = {criterion.key: criterion.maximum for criterion in piece.criteria}
        return {key: _read(key, cell, most.get(key, piece.maximum)) for key, cell in (asked["criteria"] or {}).items()}
    if asked["score"] is None:
        raise Unreadable(problems=[Problem(text("A changed mark needs its score."), "score")])
    return _read("score", asked["score"], piece.maximum)


def _read(where: str, cell: str, maximum: Fraction) -> Fraction:
    try:
        return read_amount(cell, maximum)
    except CellFault as fault:
        raise Unreadable(problems=[Problem(fault.reason, where)]) from None


def _answer(one: RemarkValue) -> dict[str, Any]:
    keys = {piece.id: piece.key for piece in courses.pieces_of(one.course_id)}
    return {
        "id": one.id,
        "participant": one.enrolment_id,
        "piece": keys[one.piece_id],
        "state": one.state.value,
        "reason": one.reason,
        "asked_at": instant(one.asked_at),
        "score_before": number(one.score_before),
        "decision": one.decision,
        "decided_at": instant(one.decided_at),
        "score_after": number(one.score_after),
    }
