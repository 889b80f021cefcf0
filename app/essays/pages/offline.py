"""Marking offline: the download, the upload, and the cells that changed in both places."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale, ngettext
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.essays.documents.workbook_archive import MOST_MEGABYTES
from app.essays.documents.workbook_reader import read_workbook
from app.essays.pages.blueprint import pages
from app.essays.queries.workbook import MarkerWork, marker_work
from app.essays.queries.writing import essay_piece
from app.essays.rules import Names
from app.essays.rules.workbook_merge import Choice, RowState
from app.essays.service.workbook import Choices, Imported, compare_upload, import_marks
from app.essays.service.workbook_bundle import take_along
from app.shared import files
from app.shared.errors import DomainError, NotFound, Problem, Stale, TooLarge, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.language import decimal
from app.shared.permissions import Permission
from app.shared.tables import MEGABYTE
from app.shared.wording import text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAMED = 10


@pages.get("/courses/<code>/essays/offline")
@requires(Permission.MARK_ESSAY)
def offline(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 what can be taken along, and where it comes back."""
    return _page(current_course())


@pages.get("/courses/<code>/essays/offline/marking.zip")
@requires(Permission.MARK_ESSAY)
def offline_bundle(code: str) -> Response:
    """200 the marker's workbook with the essays as a ZIP; 404 the course has no essay."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it was sent
    take_along(current_course(), stream, language=get_locale().language, actor=current_actor())
    stream.seek(0)
    name = f"{code}-marking.zip"
    answer = send_file(stream, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.post("/courses/<code>/essays/offline")
@requires(Permission.MARK_ESSAY)
def take_offline_marks(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the marks are stored, or to the cells to be decided; 409, 413 or 422 nothing was changed, and why."""
    course, reason = current_course(), request.form.get("reason", "")
    file = request.files.get("file")
    try:
        content = _content()
        states = _states(course, content)
        if any(state.conflicts for state in states):
            kept = _keep(course, content, file.filename or "" if file else "")
            return redirect(url_for("essays.offline_conflicts", code=course.code, file_id=kept.id), 303)
        done = import_marks(course, states, {}, actor=current_actor(), now=arrived_at(), reason=reason)
    except DomainError as error:
        name = file.filename if file else ""
        return _page(course, which=name or "", problems=show_problems(error)), status_of(error)
    return _done(course, done)


@pages.get("/courses/<code>/essays/offline/<int:file_id>")
@requires(Permission.MARK_ESSAY)
def offline_conflicts(code: str, file_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """200 the cells that changed here and in the file; 303 to the upload where there are none any more."""
    return _conflicts_page(current_course(), file_id)


@pages.post("/courses/<code>/essays/offline/<int:file_id>")
@requires(Permission.MARK_ESSAY)
def decide_offline_marks(code: str, file_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the marks are stored; 409, 412 or 422 nothing is, and the cells again as they stand now."""
    course, reason = current_course(), request.form.get("reason", "")
    try:
        states = _states(course, _kept(course, file_id))
        choices = _choices(states)
        done = import_marks(course, states, choices, actor=current_actor(), now=arrived_at(), reason=reason)
    except NotFound:
        raise
    except DomainError as error:
        return _conflicts_page(course, file_id, show_problems(error), status_of(error))
    return _done(course, done)


def _states(course: CourseValue, content: bytes) -> list[RowState]:
    return compare_upload(course, read_workbook(content, essay_piece(course).criteria), actor=current_actor())


def _content() -> bytes:
    """Return the file that was uploaded. Raises `Unreadable` (none), `TooLarge`."""
    file = request.files.get("file")
    if file is None or not file.filename:
        missing = text("Choose the workbook first.")
        raise Unreadable(missing, problems=[Problem(missing, "file")])
    content = file.stream.read(MOST_MEGABYTES * MEGABYTE + 1)
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=MOST_MEGABYTES))
    return content


def _keep(course: CourseValue, content: bytes, name: str) -> files.FileValue:
    owner = {"course_id": course.id, "owner_id": current_actor().themselves()}
    return files.keep(content, **owner, name=name, media_type=XLSX, now=arrived_at())


def _kept(course: CourseValue, file_id: int) -> bytes:
    """Return a workbook that the actor uploaded to the course. Raises `NotFound` for every other file."""
    file = files.get_file(file_id)
    if (file.course_id, file.owner_id, file.media_type) != (course.id, current_actor().person_id, XLSX):
        raise NotFound
    return files.content_of(file_id)


def _choices(states: Sequence[RowState]) -> Choices:
    """Return what the form decides. Raises `Stale` where what it showed as stored is not what is stored now."""
    for state in states:
        if state.conflicts and request.form.get(f"seen-{state.essay_id}") != str(state.version):
            raise Stale(text("Marks were changed while you decided. These are the cells as they stand now."))
    every = request.form.get("every", "")
    typed = {
        state.essay_id: {
            cell.key: every or request.form.get(f"choice-{state.essay_id}-{cell.key}") for cell in state.conflicts
        }
        for state in states
    }
    return {
        essay_id: {key: Choice(value) for key, value in cells.items() if value in set(Choice)}
        for essay_id, cells in typed.items()
    }


def _done(course: CourseValue, done: Imported) -> Response:
    flash(
        ngettext(
            "%(num)s mark is stored, final: %(final)s. As they were: %(unchanged)s.",
            "%(num)s marks are stored, final: %(final)s. As they were: %(unchanged)s.",
            done.changed,
            final=done.final,
            unchanged=done.unchanged,
        ),
        "success",
    )
    if done.left_out:
        names = ", ".join(done.left_out[:_MOST_NAMED]) + (" …" if len(done.left_out) > _MOST_NAMED else "")
        flash(
            ngettext(
                "%(num)s empty row was left out, for its essay is not yours to mark any more: %(names)s",
                "%(num)s empty rows were left out, for their essays are not yours to mark any more: %(names)s",
                len(done.left_out),
                names=names,
            ),
            "info",
        )
    return redirect(url_for("essays.offline", code=course.code), 303)


def _page(course: CourseValue, which: str = "", problems: Sequence[Any] = ()) -> str:
    work = marker_work(course, current_actor().themselves())
    return render_template(
        "essays/offline.html",
        which=which,
        problems=problems,
        megabytes=MOST_MEGABYTES,
        typed=request.form,
        **_figures(work),
    )


def _figures(work: MarkerWork) -> Mapping[str, Any]:
    offered = work.offered
    return {
        "essays": len(offered),
        "mine": any(one.mine for one in offered),
        "hidden": work.settings.names is Names.HIDDEN,
        "final": sum(one.mark is not None and one.mark.is_final for one in offered),
    }


def _conflicts_page(
    course: CourseValue, file_id: int, problems: Sequence[Any] = (), status: HTTPStatus = HTTPStatus.OK
) -> Response | tuple[str, int]:
    states = _states(course, _kept(course, file_id))
    asked = [state for state in states if state.conflicts]
    if not asked and not problems:
        return redirect(url_for("essays.offline", code=course.code), 303)
    page = render_template(
        "essays/offline_conflicts.html",
        states=asked,
        taken=sum(cell.standing == "taken" for state in states for cell in state.cells),
        titles={criterion.key: criterion.title for criterion in essay_piece(course).criteria},
        typed=request.form,
        problems=problems,
        number=lambda written: decimal(written, get_locale().language),
    )
    return page, status
