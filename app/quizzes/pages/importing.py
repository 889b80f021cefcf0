"""Files of questions: uploaded, looked at question by question, then imported or let go; and the way out, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.config import Settings
from app.courses.rules import CourseValue
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.queries.bank import bank_of
from app.quizzes.rules.bank import tree_of
from app.quizzes.rules.importing import Known, Outcome, Reading
from app.quizzes.service.exporting import FORMATS, Wanted
from app.shared.errors import DomainError, NotFound, Problem, TooLarge, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.context import reader_language
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

Answer = AnyResponse | tuple[str, int]
MEGABYTE = 1_000_000
MOST_SHOWN = 300
"""Questions of a preview that the page lists one by one."""


@pages.get("/courses/<code>/questions/import")
@requires(Permission.MANAGE_QUIZZES)
def import_form(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the form for a file, and what is taken from each format."""
    return _form(current_course())


@pages.post("/courses/<code>/questions/import")
@requires(Permission.MANAGE_QUIZZES)
def upload_questions(code: str) -> Answer:  # noqa: ARG001
    """303 to the preview of a file; 409, 413 or 422 the form again, and why it cannot be used."""
    course = current_course()
    try:
        raw, reading = _sent()
        quiz = request.form.get("quiz", "")
        service.keep_upload(course, raw, reading, quiz, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _form(course, show_problems(error)), status_of(error)
    return redirect(url_for("quizzes.preview_import", code=course.code), 303)


@pages.get("/courses/<code>/questions/import/preview")
@requires(Permission.MANAGE_QUIZZES)
def preview_import(code: str) -> str | AnyResponse:  # noqa: ARG001
    """200 what the uploaded file would do, question by question; 303 to the form where none waits."""
    course = current_course()
    try:
        return _preview(course)
    except NotFound:
        return redirect(url_for("quizzes.import_form", code=course.code), 303)


@pages.post("/courses/<code>/questions/import/preview")
@requires(Permission.MANAGE_QUIZZES)
def confirm_import(code: str) -> Answer:  # noqa: ARG001
    """303 the file is imported, or let go; 404 none waits; 409, 412 or 422 nothing was changed, and why."""
    course = current_course()
    if request.form.get("do") == "drop":
        service.drop_upload(course, actor=current_actor())
        return redirect(url_for("quizzes.import_form", code=course.code), 303)
    upload = service.get_upload(course, actor=current_actor())
    circumstances: dict[str, Any] = {"seen": request.form.get("version"), "actor": current_actor(), "now": arrived_at()}
    try:
        done = service.import_questions(course, upload.raw, upload.reading, quiz_key=upload.quiz, **circumstances)
    except DomainError as error:
        return _preview(course, show_problems(error)), status_of(error)
    service.drop_upload(course, actor=current_actor())
    _tell(done)
    return redirect(url_for("quizzes.bank", code=course.code), 303)


@pages.get("/courses/<code>/questions/export")
@requires(Permission.MANAGE_QUIZZES)
def export_form(code: str) -> str:  # noqa: ARG001
    """200 the choice of format, language and questions, and what would be left out of the file that was chosen."""
    course = current_course()
    asked = _export_asked()
    exported = problem = None
    if request.args.get("form"):
        try:
            exported = service.export_questions(course, *asked, actor=current_actor())
        except DomainError as error:
            problem = show_problems(error)
    return render_template(
        "quizzes/bank_export.html",
        wanted=asked[0],
        form=asked[1],
        language=asked[2],
        formats=FORMATS,
        exported=exported,
        problems=problem or [],
        tree=tree_of(entry.category for entry in bank_of(course.id) if not entry.is_retired),
        quizzes=queries.quizzes_of(course.id),
    )


@pages.get("/courses/<code>/questions/export/file")
@requires(Permission.MANAGE_QUIZZES)
def export_questions(code: str) -> Response:  # noqa: ARG001
    """200 the file; 404 no such quiz; 409 nothing to export; 422 another format or language."""
    course = current_course()
    wanted, form, language = _export_asked()
    exported = service.export_questions(course, wanted, form, language, actor=current_actor())
    what = wanted.quiz or "questions"
    name = f"{course.code}-{what}-{language}{exported.file_name_suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(exported.raw, content_type=exported.mimetype, headers=headers)


def _export_asked() -> tuple[Wanted, str, str]:
    args = request.args
    wanted = Wanted(quiz=args.get("quiz", "")[:40], category=args.get("category", "")[:200])
    return wanted, args.get("form", ""), args.get("language", "")


def _sent() -> tuple[bytes, Reading]:
    """Return the file that was sent and how it is to be read. Raises `Unreadable`, `TooLarge`."""
    file = request.files.get("file")
    if not file or not file.filename:
        missing = text("Choose a file of questions first.")
        raise Unreadable(missing, problems=[Problem(missing, "file")])
    raw = file.stream.read(_megabytes() * MEGABYTE + 1)
    if len(raw) > _megabytes() * MEGABYTE:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=_megabytes()))
    known = Known.ANOTHER if request.form.get("known") == Known.ANOTHER.value else Known.SAME_QUESTION
    language, category = request.form.get("language", ""), request.form.get("category", "")
    return raw, Reading(file.filename[-120:], language, category.strip()[:100], known)


def _megabytes() -> int:
    settings: Settings = current_app.extensions["settings"]
    return settings.max_import_megabytes


def _tell(done: service.ImportDone) -> None:
    plan = done.plan
    flash(
        _(
            "Questions in the file: %(total)s. New: %(new)s; changed: %(changed)s; in another language: %(languages)s; "
            "as they were: %(same)s; not carried over: %(refused)s.",
            total=len(plan.entries),
            new=plan.count(Outcome.NEW),
            changed=plan.count(Outcome.CHANGED),
            languages=plan.count(Outcome.LANGUAGE_ADDED),
            same=plan.count(Outcome.SAME),
            refused=len(plan.refused),
        ),
        "success",
    )
    added = done.added_to_quiz
    if added:
        flash(ngettext("%(num)s question was put into the quiz.", "%(num)s questions were put into the quiz.", added))


def _preview(course: CourseValue, problems: Sequence[dict[str, Any]] = ()) -> str:
    upload = service.get_upload(course, actor=current_actor())
    plan = service.plan_import(course.id, upload.raw, upload.reading)
    quizzes = {quiz.key: quiz for quiz in queries.quizzes_of(course.id)}
    return render_template(
        "quizzes/bank_preview.html",
        plan=plan,
        upload=upload,
        outcomes=Outcome,
        most=MOST_SHOWN,
        quiz=quizzes.get(upload.quiz),
        problems=problems,
    )


def _form(course: CourseValue, problems: Sequence[dict[str, Any]] = ()) -> str:
    return render_template(
        "quizzes/bank_import.html",
        problems=problems,
        typed=request.form,
        megabytes=_megabytes(),
        language=request.form.get("language") or reader_language(),
        tree=tree_of(entry.category for entry in bank_of(course.id) if not entry.is_retired),
        quizzes=queries.quizzes_of(course.id),
        which=request.files["file"].filename if "file" in request.files else "",
    )
