"""Ready to close? What is unmarked, what hangs by little, and the step that cannot be undone."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue, PieceKind
from app.essays import queries as essays
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.queries import Readiness
from app.groupwork.queries.peer_settings import has_criteria
from app.shared import language
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.context import reader_language
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

MOST = 100
"""Lines of a list on the page; the gradebook has them all."""


@pages.get("/courses/<code>/closing")
@requires(Permission.CLOSE_COURSE)
def closing(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 what there is to know before closing; after it, what was frozen."""
    return _page()


@pages.post("/courses/<code>/closing")
@requires(Permission.CLOSE_COURSE)
def close(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 every result is frozen; 409 or 422 nothing is, and why."""
    course = current_course()
    try:
        if request.form.get("confirm") != "yes":
            missing = text("Tick the box to confirm that results are to be frozen.")
            raise Unreadable(missing, problems=[Problem(missing, "confirm")])
        reason = request.form.get("accept_unmarked", "").strip() or None
        done = service.close_course(course, accept_unmarked=reason, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(show_problems(error)), status_of(error)
    flash(
        ngettext(
            "The course is closed: %(num)s result is frozen.",
            "The course is closed: %(num)s results are frozen.",
            done.participants,
        ),
        "success",
    )
    return redirect(url_for("grading.closing", code=course.code), 303)


def _titles(ready: Readiness | None) -> str:
    """Return the names of the pieces that can still be handed in."""
    return ", ".join(language.pick(piece.title, reader_language()) for piece in ready.still_open) if ready else ""


def _desks(course: CourseValue) -> dict[int, int]:
    """Return the essay of each enrolment, where a name may lead to it."""
    known = () if queries.hides_names(course) else essays.essays_of(course.id)
    return {essay.enrolment_id: essay.id for essay in known}


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    book = queries.gradebook(course)
    ready = None if course.is_closed else queries.readiness(book, arrived_at())
    return render_template(
        "grading/closing.html",
        book=book,
        ready=ready,
        outcomes=Counter(row.derivation.outcome.value for row in book.rows),
        problems=problems or [],
        typed=request.form,
        most=MOST,
        desks=_desks(course) if ready else {},
        names_hidden=queries.hides_names(course),
        by_criteria=has_criteria(course),
        still_open=_titles(ready),
        group_work=PieceKind.GROUP,
    )
