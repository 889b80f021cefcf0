"""Files of essays: handed over by their authors, given back to them and to markers, always as a download."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.essays import queries, service
from app.essays.pages.blueprint import pages
from app.essays.pages.writing import Page
from app.essays.pages.writing_view import own_desk, show_writing
from app.essays.rules import EssaySettings, EssayValue, Names, VersionValue
from app.essays.rules.files import FileKind
from app.essays.service import EssayChanged
from app.shared import files
from app.shared.database import writing_first
from app.shared.errors import DomainError, NotAllowed, NotFound, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text


@pages.post("/courses/<code>/essay/write/file")
@requires(Permission.WRITE_ESSAY, reads_first=True)
def upload(code: str) -> Page:
    """303 the text of the file is the newest version; 409, 413, 422 nothing was kept, and why; 429 too often."""
    course, actor, now = current_course(), current_actor(), arrived_at()
    file, base = request.files.get("file"), request.form.get("base_version", type=int)
    try:
        if file is None or not file.filename:
            raise Unreadable(problems=[Problem(text("Choose a file first."), "file")])
        examined = service.examine_upload(course, file.read(), file.filename, actor=actor, now=now)
        with writing_first():
            done = service.keep_upload(course, examined, base_version=base, actor=actor, now=now)
    except EssayChanged as changed:
        return show_writing(problems=show_problems(changed)), 409
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        return show_writing(problems=show_problems(error)), status_of(error)
    words = ngettext(
        "The file was read: %(num)s word. Look through its text below, then hand it in.",
        "The file was read: %(num)s words. Look through its text below, then hand it in.",
        done.version.words,
    )
    flash(words, "success")
    return redirect(url_for("essays.write", code=code), 303)


@pages.get("/courses/<code>/essay/write/versions/<int:number>/file")
@requires(Permission.WRITE_ESSAY)
def own_file(code: str, number: int) -> Response:  # noqa: ARG001 - the check found the course
    """200 the file that a version of the reader's essay came from; 404 it was typed, or there is no such version."""
    desk = own_desk()
    found = queries.find_version(desk.essay, number) if desk.essay else None
    if desk.essay is None or found is None:
        raise NotFound
    return _original(desk.essay, found)


@pages.get("/courses/<code>/essays/<int:essay_id>/original")
@requires(Permission.VIEW_ESSAYS)
def original(code: str, essay_id: int) -> Response:  # noqa: ARG001
    """200 the file that was handed in; 403 names are hidden from the reader, and files hold them; 404 there is none."""
    course, essay = current_course(), queries.get_essay(essay_id)
    if essay.course_id != course.id:
        raise NotFound
    hidden = EssaySettings.from_data(course.essay).names is Names.HIDDEN
    if hidden and not current_actor().may(Permission.ALLOCATE_MARKING, course.id):
        raise NotAllowed
    return _original(essay, queries.submitted_text(essay))


def _original(essay: EssayValue, version: VersionValue) -> Response:
    """Return the file as something to keep, under a name of ours; whatever it holds, no browser shows it from here."""
    if version.file_id is None:
        raise NotFound
    file = files.get_file(version.file_id)
    name = f"{current_course().code}-essay-{essay.id}-{version.number}.{FileKind.of(file.media_type).value}"
    return Response(
        files.content_of(file.id),
        content_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
