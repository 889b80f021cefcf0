"""The excerpt that markers train on: mark it, then see how markers agreed to mark it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.essays.pages.blueprint import pages
from app.essays.pages.desk_forms import Typed, content_of, of_form, of_mark
from app.essays.queries.calibration import find_calibration, get_calibration, own_calibration
from app.essays.queries.marking_desk import levels_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.agreement import difference
from app.essays.service.calibration import mark_excerpt
from app.rubrics.rules import MarkValue
from app.shared.amounts import plain_number
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.context import reader_language
from app.shared.http.problems import status_of
from app.shared.markup import render
from app.shared.permissions import Permission


@pages.get("/courses/<code>/essays/calibration")
@requires(Permission.MARK_ESSAY)
def calibration(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the excerpt and a form, or how the reader's mark differs from the agreed one; 404 the course has no essay."""
    if find_calibration(current_course()) is None:
        essay_piece(current_course())
        return render_template("essays/calibration_none.html")
    own = _own(current_course())
    return _page(own, of_mark(own))


@pages.post("/courses/<code>/essays/calibration")
@requires(Permission.MARK_ESSAY)
def calibrate(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the mark is kept, and the agreed one shows once it is final; 409 or 422 the form again."""
    course: CourseValue = current_course()
    criteria = essay_piece(course).criteria
    typed = of_form(request.form, criteria)
    try:
        final = request.form.get("do") == "final"
        mark_excerpt(course, content_of(typed, criteria), final=final, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        problems = show_problems(error)
        return _page(_own(course), typed, problems), status_of(error)
    return redirect(url_for("essays.calibration", code=course.code), 303)


def _own(course: CourseValue) -> MarkValue | None:
    return own_calibration(course, current_actor().person_id or 0)


def _page(own: MarkValue | None, typed: Typed, problems: list[dict[str, Any]] | None = None) -> str:
    course: CourseValue = current_course()
    found, piece, language = get_calibration(course), essay_piece(course), reader_language()
    spoken = language if language in found.excerpt else next(iter(found.excerpt))
    agreed = {key: one.points for key, one in found.references.items()}
    done = own is not None and own.is_final
    return render_template(
        "essays/calibration.html",
        found=found,
        piece=piece,
        own=own,
        done=done,
        apart=difference(agreed, own.content.criteria) if own is not None and done else None,
        typed=typed,
        levels=levels_of(course, piece.key),
        excerpt=render(found.excerpt[spoken], "markdown"),
        spoken=spoken,
        problems=problems or [],
        number=plain_number,
    )
