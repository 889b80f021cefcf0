"""Remarks, for those who decide them: the list, each with its thread, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.pages.explained import record_of
from app.grading.pages.forms import read
from app.grading.pages.remark_work import work_of
from app.grading.rules.cells import read_factor
from app.grading.rules.remarks import RemarkValue
from app.shared.amounts import plain_number, read_amount
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

NewMark = Mapping[str, Fraction] | Fraction


@pages.get("/courses/<code>/remarks")
@requires(Permission.DECIDE_REMARK)
def remarks(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every remark of the course, those that wait on top."""
    course = current_course()
    found = sorted(queries.remarks_of(course.id), key=lambda one: not one.is_open)
    return render_template(
        "grading/remarks.html",
        remarks=found,
        people=courses.enrolments_by_id(course.id, {one.enrolment_id for one in found}, everybody=True),
        pieces={piece.id: piece for piece in courses.pieces_of(course.id)},
        plain=plain_number,
    )


@pages.get("/courses/<code>/remarks/<int:remark_id>")
@requires(Permission.DECIDE_REMARK)
def remark(code: str, remark_id: int) -> str:  # noqa: ARG001
    """200 one remark with its thread and the mark it is about; 404 no such remark."""
    return _page(remark_id)


@pages.post("/courses/<code>/remarks/<int:remark_id>/messages")
@requires(Permission.DECIDE_REMARK)
def write_about_remark(code: str, remark_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the message goes to the participant; 409 the remark is over; 422 it is empty."""
    try:
        body = request.form.get("body", "")
        service.write_about_remark(current_course(), remark_id, body, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(remark_id, show_problems(error)), status_of(error)
    return _back(remark_id, _("The message is on its way to the participant."))


@pages.post("/courses/<code>/remarks/<int:remark_id>/decision")
@requires(Permission.DECIDE_REMARK)
def decide_remark(code: str, remark_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the remark is decided; 409 it is over, or not for this reader to decide; 422 the reason or the mark."""
    course = current_course()
    try:
        found = queries.get_remark(course.id, remark_id)
        decision, reason = _chosen(), request.form.get("reason", "")
        mark = _new_mark(_piece(course, found)) if decision == "changed" else None
        factor = _new_factor(course) if decision == "factor" else None
        by: dict[str, Any] = {"actor": current_actor(), "now": arrived_at()}
        service.decide_remark(course, remark_id, reason, mark=mark, factor=factor, **by)
    except DomainError as error:
        return _page(remark_id, show_problems(error)), status_of(error)
    return _back(remark_id, _("The re-mark is decided. The participant gets a mail."))


def _back(remark_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("grading.remark", code=current_course().code, remark_id=remark_id), 303)


def _piece(course: CourseValue, found: RemarkValue) -> PieceValue:
    return next(piece for piece in courses.pieces_of(course.id) if piece.id == found.piece_id)


def _new_mark(piece: PieceValue) -> NewMark:
    """Return the mark that was typed. Raises `Unreadable` with a problem for each field that cannot be read."""
    fields = {criterion.key: criterion.maximum for criterion in piece.criteria}
    if piece.kind is not PieceKind.ESSAY:
        fields = {"score": piece.maximum}
    points: dict[str, Fraction] = {}
    problems: list[Problem] = []
    for name, most in fields.items():
        try:
            points[name] = read(name, request.form.get(name, ""), partial(read_amount, maximum=most))
        except Unreadable as error:
            problems += error.problems
    if problems:
        raise Unreadable(problems=problems)
    return points if piece.kind is PieceKind.ESSAY else points["score"]


def _chosen() -> str:
    """Return what was chosen. Raises `Unreadable` where nothing was: a mark does not stay by oversight."""
    decision = request.form.get("decision", "")
    if decision not in {"upheld", "changed", "factor"}:
        raise Unreadable(problems=[Problem(text("Choose whether the mark stays."), "decision")])
    return decision


def _new_factor(course: CourseValue) -> Fraction:
    """Return the part that was typed. Raises `Unreadable`."""
    policy = queries.policy_of(course)
    typed = request.form.get("factor", "").strip().replace(",", ".")
    return read("factor", typed, lambda cell: read_factor(cell, policy))


def _page(remark_id: int, problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    found = queries.get_remark(course.id, remark_id)
    enrolment = courses.get_enrolment(course.id, found.enrolment_id, everybody=True)
    piece, thread = _piece(course, found), queries.thread_of(remark_id)
    record = record_of(course, enrolment, arrived_at())
    known = queries.known_mark(course, record.row, piece)
    marker_id = known.marker_id if known else None
    wanted = {marker_id, found.decided_by, *(message.author_id for message in thread if message.from_staff)}
    markers = queries.markers_of(course, found, piece)
    is_marker = current_actor().person_id in markers
    return render_template(
        "grading/remark.html",
        remark=found,
        thread=thread,
        piece=piece,
        person=enrolment,
        work=work_of(course, found, piece),
        shown=next(one for one in record.pieces if one.piece.id == piece.id),
        people=people_by_id(one for one in wanted if one),
        marker_id=marker_id,
        is_marker=is_marker,
        alone=is_marker and not queries.others_who_decide(course.id, markers | {enrolment.person_id}),
        problems=problems or [],
        typed=request.form,
        plain=plain_number,
    )
