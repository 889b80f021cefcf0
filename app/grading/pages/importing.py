"""Results earned elsewhere, by upload: the same import as the command's."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.config import Settings
from app.courses.rules import CourseValue
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text


@pages.get("/courses/<code>/gradebook/import")
@requires(Permission.IMPORT_RESULTS)
def import_results(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the form, with the columns that a file for this course has."""
    return _page()


@pages.post("/courses/<code>/gradebook/import")
@requires(Permission.IMPORT_RESULTS)
def take_results(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 everything is recorded; 409, 413 or 422 nothing is, and why."""
    course = current_course()
    which = ""
    try:
        results, group_marks = _file("results"), _file("group_marks")
        if results is None:
            missing = text("Choose a file of results first.")
            raise Unreadable(missing, problems=[Problem(missing, "results")])
        which = group_marks.filename or "" if group_marks else ""
        marks = _marks(course, group_marks) if group_marks else None
        which = results.filename or ""
        done = service.import_results(
            course, _bytes(results), marks, actor=current_actor(), now=arrived_at(), max_megabytes=_megabytes()
        )
    except DomainError as error:
        return _page(which, show_problems(error)), status_of(error)
    flash(
        _(
            "Rows read: %(rows)s. New or changed: grades %(entries)s, group marks %(marks)s.",
            rows=done.rows,
            entries=done.entries,
            marks=done.marks,
        ),
        "success",
    )
    return redirect(url_for("grading.gradebook", code=course.code), 303)


def _file(name: str) -> FileStorage | None:
    """Return an uploaded file; None where the field was left empty."""
    file = request.files.get(name)
    return file if file and file.filename else None


def _bytes(file: FileStorage) -> BinaryIO:
    return cast(BinaryIO, file.stream)


def _marks(course: CourseValue, file: FileStorage) -> service.Marks:
    return service.read_group_marks(course, _bytes(file), max_megabytes=_megabytes())


def _megabytes() -> int:
    settings: Settings = current_app.extensions["settings"]
    return settings.max_import_megabytes


def _page(which: str = "", problems: list[dict[str, Any]] | None = None) -> str:
    columns = service.result_columns(current_course())
    return render_template(
        "grading/import.html",
        which=which,
        problems=problems or [],
        columns=columns,
        megabytes=_megabytes(),
        plan=queries.plan_of(current_course()),
    )
