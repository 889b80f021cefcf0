"""Releasing the marks of a piece."""

from __future__ import annotations

from typing import Any

from app.grading import queries, service
from app.grading.api.answers import instant
from app.grading.api.blueprint import resources
from app.grading.schemas.decisions import ReleaseAnswer, ReleaseListAnswer, ReleaseRequest
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@resources.get("/courses/<code>/releases")
@requires(Permission.RELEASE_MARKS)
@resources.response(200, ReleaseListAnswer)
def list_releases(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 how the marks of each piece stand that is released at all."""
    book = queries.gradebook(current_course())
    items = [
        {
            "piece": one.piece.key,
            "released_at": instant(one.release.released_at) if one.release else None,
            "told": one.release.told if one.release else 0,
            "hidden": len(one.hidden),
            "waiting": one.waiting,
        }
        for one in queries.pieces_to_release(book)
    ]
    return {"items": items, "next_cursor": None}


@resources.post("/courses/<code>/releases")
@requires(Permission.RELEASE_MARKS)
@resources.arguments(ReleaseRequest)
@resources.response(201, ReleaseAnswer)
def release(asked: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001
    """201 participants see their marks; 404 no such piece; 409 released, closed, nothing there, or rated still."""
    done = service.release_marks(current_course(), asked["piece"], actor=current_actor(), now=arrived_at())
    return {"piece": done.piece.key, "released_at": instant(done.released_at), "told": done.told}
