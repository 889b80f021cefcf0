"""A participant's own deadlines: what was granted, what was asked for, and asking."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries, service
from app.courses.pages.blueprint import pages
from app.courses.rules import EnrolmentValue, deadlines_among, that_count
from app.shared.errors import DomainError, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/more-time")
@requires(Permission.ASK_FOR_EXTENSION)
def more_time(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the reader's deadlines, why they are so, and what was asked for; 404 who does not take the course."""
    return _page()


@pages.post("/courses/<code>/more-time")
@requires(Permission.ASK_FOR_EXTENSION)
def ask_for_extension(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 asked; 409 or 422 the page again with what was typed."""
    course = current_course()
    try:
        piece = queries.find_piece(course.id, request.form.get("piece", ""))
        reason = request.form.get("reason", "")
        service.ask_for_extension(course, piece, reason, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(problems=show_problems(error)), status_of(error)
    flash(_("Your request is with the tutors. The answer comes by mail, and stands here."), "success")
    return redirect(url_for("courses.more_time", code=course.code), 303)


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course, enrolment = current_course(), _own_enrolment()
    pieces = queries.pieces_of(course.id)
    extensions = queries.extensions_for(enrolment)
    deadlines = deadlines_among(course, pieces, [enrolment], [one.granted for one in extensions])[enrolment.id]
    return render_template(
        "courses/own_time.html",
        enrolment=enrolment,
        pieces=pieces,
        deadlines=deadlines,
        reasons={piece.id: that_count(deadlines[piece.id], extensions, piece.id) for piece in pieces},
        requests=queries.requests_of(course.id, enrolment.id),
        typed=request.form if problems else {},
        chosen=request.args.get("piece", ""),
        problems=problems or [],
    )


def _own_enrolment() -> EnrolmentValue:
    person_id = current_actor().person_id
    enrolment = queries.find_enrolment(current_course().id, person_id) if person_id else None
    if enrolment is None:
        raise NotFound
    return enrolment
