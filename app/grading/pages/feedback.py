"""What a participant reads of one piece: the mark, what markers said, how points come about; and asks for a remark."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import EnrolmentValue, PieceValue
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.pages.explained import record_of
from app.grading.pages.feedback_view import feedback_on
from app.shared.amounts import plain_number
from app.shared.errors import DomainError, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/feedback/<key>")
@requires(Permission.VIEW_OWN_RESULT)
def feedback(code: str, key: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the own mark of a piece, as far as it is known; 404 no such piece, or the reader takes no part."""
    return _page(key)


@pages.post("/courses/<code>/feedback/<key>")
@requires(Permission.ASK_FOR_REMARK)
def ask_for_remark(code: str, key: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the remark is asked for; 409 or 422 it is not, and why."""
    course = current_course()
    try:
        service.ask_for_remark(course, key, request.form.get("reason", ""), actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(key, show_problems(error)), status_of(error)
    return _back(key, _("Your re-mark is with the team."))


@pages.post("/courses/<code>/feedback/<key>/messages")
@requires(Permission.ASK_FOR_REMARK)
def answer_about_remark(code: str, key: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the message stands in the thread of the open remark; 404 there is none; 422 it is empty."""
    course = current_course()
    try:
        body, remark_id = request.form.get("body", ""), _open_remark(key)
        service.write_about_remark(course, remark_id, body, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(key, show_problems(error)), status_of(error)
    return _back(key, _("Your message is with the team."))


@pages.post("/courses/<code>/feedback/<key>/withdrawal")
@requires(Permission.ASK_FOR_REMARK)
def withdraw_remark(code: str, key: str) -> Response:  # noqa: ARG001
    """303 the open remark is taken back; 404 there is none."""
    service.withdraw_remark(current_course(), _open_remark(key), actor=current_actor(), now=arrived_at())
    return _back(key, _("Your re-mark is taken back. The mark stays as it is."))


def _back(key: str, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("grading.feedback", code=current_course().code, key=key) + "#remark", 303)


def _me() -> EnrolmentValue:
    course, person_id = current_course(), current_actor().person_id
    enrolment = courses.find_enrolment(course.id, person_id) if person_id else None
    if enrolment is None:
        raise NotFound
    return enrolment


def _piece(key: str) -> PieceValue:
    piece = next((piece for piece in courses.pieces_of(current_course().id) if piece.key == key), None)
    if piece is None:
        raise NotFound
    return piece


def _open_remark(key: str) -> int:
    me, piece = _me(), _piece(key)
    mine = queries.remarks_of(current_course().id, me.id)
    found = next((one for one in mine if one.piece_id == piece.id and one.is_open), None)
    if found is None:
        raise NotFound
    return found.id


def _page(key: str, problems: list[dict[str, Any]] | None = None) -> str:
    course, me, piece, now = current_course(), _me(), _piece(key), arrived_at()
    record = record_of(course, me, now, as_told=True)
    return render_template(
        "grading/feedback.html",
        record=record,
        piece=piece,
        shown=next(one for one in record.pieces if one.piece.id == piece.id),
        said=feedback_on(course, record, piece, now),
        problems=problems or [],
        typed=request.form,
        plain=plain_number,
    )
