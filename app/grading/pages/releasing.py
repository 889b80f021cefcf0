"""Releasing marks: what each piece's release would show, to whom, and the step itself."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

MOST = 100
"""Near misses that the page lists; the page of closing has them all."""


@pages.get("/courses/<code>/releases")
@requires(Permission.RELEASE_MARKS)
def releases(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 how the marks of each piece stand, and which results hang by little."""
    return _page()


@pages.post("/courses/<code>/releases")
@requires(Permission.RELEASE_MARKS)
def release(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the marks of the piece are released; 404 no such piece; 409 they are, or there are none, or it is closed."""
    course = current_course()
    try:
        done = service.release_marks(course, request.form.get("piece", ""), actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(show_problems(error)), status_of(error)
    flash(
        ngettext(
            "The marks are released. %(num)s participant gets a mail.",
            "The marks are released. %(num)s participants get a mail.",
            done.told,
        ),
        "success",
    )
    return redirect(url_for("grading.releases", code=course.code), 303)


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    book = queries.gradebook(course)
    return render_template(
        "grading/releases.html",
        book=book,
        shown=queries.pieces_to_release(book),
        near=() if course.is_closed else queries.near_misses(book),
        problems=problems or [],
        most=MOST,
    )
