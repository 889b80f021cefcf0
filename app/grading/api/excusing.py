"""Excusing a participant from a piece. What is stored carries an ETag."""

from __future__ import annotations

from typing import Any

from app.courses import queries as courses
from app.courses.rules import PieceValue
from app.grading import queries, service
from app.grading.api.answers import instant
from app.grading.api.blueprint import resources
from app.grading.queries import Entry
from app.grading.rules.entries import EntryKind
from app.grading.schemas.decisions import ExcuseAnswer, ExcuseChange
from app.shared.errors import NotFound
from app.shared.http import arrived_at, check_precondition, current_actor, current_course, etag, requires
from app.shared.permissions import Permission

Answer = tuple[dict[str, Any], int, dict[str, str]]


@resources.get("/courses/<code>/participants/<int:enrolment_id>/excused/<piece>")
@requires(Permission.VIEW_GRADEBOOK)
@resources.response(200, ExcuseAnswer)
def show_excuse(code: str, enrolment_id: int, piece: str) -> Answer:  # noqa: ARG001 - the check found the course
    """200 whether the piece is excused, with its ETag where that was ever said; 404 no such participant or piece."""
    course = current_course()
    courses.get_enrolment(course.id, enrolment_id)
    return _answer(
        enrolment_id, piece, queries.find_entry(course.id, enrolment_id, EntryKind.EXCUSED, _piece(piece).id)
    )


@resources.put("/courses/<code>/participants/<int:enrolment_id>/excused/<piece>")
@requires(Permission.EXCUSE_PIECE)
@resources.arguments(ExcuseChange)
@resources.response(200, ExcuseAnswer)
def excuse(change: dict[str, Any], code: str, enrolment_id: int, piece: str) -> Answer:  # noqa: ARG001
    """200 as stored; 404 no such participant or piece; 409 the course is closed, or it was not excused."""
    entry = service.excuse_piece(
        current_course(),
        enrolment_id,
        piece,
        change["reason"],
        excused=change["excused"],
        actor=current_actor(),
        now=arrived_at(),
        check=check_precondition,
    )
    return _answer(enrolment_id, piece, entry)


def _piece(key: str) -> PieceValue:
    piece = next((piece for piece in courses.pieces_of(current_course().id) if piece.key == key), None)
    if piece is None:
        raise NotFound
    return piece


def _answer(enrolment_id: int, piece: str, entry: Entry | None) -> Answer:
    answer = {
        "id": enrolment_id,
        "piece": piece,
        "excused": entry is not None and entry.value is not None,
        "reason": entry.reason if entry else "",
        "recorded_at": instant(entry.recorded_at) if entry else None,
    }
    return answer, 200, {"ETag": etag(entry.id)} if entry else {}
