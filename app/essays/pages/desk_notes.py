"""Notes on passages, the comment bank, and the mark that a discussion came to."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.essays.pages.blueprint import pages
from app.essays.pages.desk import Page, show_again, the_desk
from app.essays.pages.desk_forms import content_of, number_in, of_form, of_mark
from app.essays.pages.desk_view import address, chosen_filter
from app.essays.queries.essays import submitted_text
from app.essays.queries.marking_desk import Desk, bank_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.paragraphs import paragraphs
from app.essays.service.marking_agreed import sign_agreed_mark
from app.essays.service.marking_notes import annotate, bank_comment, remove_comment, remove_note
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.post("/courses/<code>/essays/<int:essay_id>/notes")
@requires(Permission.MARK_ESSAY)
def add_note(code: str, essay_id: int) -> Page:  # noqa: ARG001 - the check found the course
    """303 the note stands at the selected passage, else at the chosen paragraph; 403, 409 or 422 the desk again."""
    found = the_desk(essay_id)
    try:
        starts, ends = _passage(found)
        note = annotate(
            found.essay, starts, ends, request.form.get("note", ""), actor=current_actor(), now=arrived_at()
        )
    except DomainError as error:
        return show_again(essay_id, of_mark(found.own), error)
    return redirect(f"{address(current_course(), essay_id, chosen_filter())}#note-{note.id}", 303)


@pages.post("/courses/<code>/essays/<int:essay_id>/notes/<int:note_id>/removal")
@requires(Permission.MARK_ESSAY)
def drop_note(code: str, essay_id: int, note_id: int) -> Response:  # noqa: ARG001
    """303 the note is taken away; 404 none of the reader's."""
    found = the_desk(essay_id)
    remove_note(found.essay, note_id, actor=current_actor(), now=arrived_at())
    flash(_("The note is taken away."), "success")
    return redirect(f"{address(current_course(), essay_id, chosen_filter())}#essay-text", 303)


@pages.post("/courses/<code>/essays/<int:essay_id>/agreed-mark")
@requires(Permission.MARK_ESSAY)
def sign_agreed(code: str, essay_id: int) -> Page:  # noqa: ARG001
    """303 the agreed mark counts, under the reader's name; 403, 409, 412 or 422 the desk again."""
    found = the_desk(essay_id)
    criteria = found.queue.piece.criteria
    try:
        typed = of_form(request.form, criteria)
        sign_agreed_mark(
            found.essay,
            content_of(typed, criteria),
            typed.reason,
            base_version=number_in(request.form.get("agreed_version", "")) or 0,
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        return show_again(essay_id, of_mark(found.own), error)
    flash(_("The agreed mark is signed and counts."), "success")
    return redirect(address(current_course(), essay_id, chosen_filter()), 303)


@pages.get("/courses/<code>/essays/comments")
@requires(Permission.MARK_ESSAY)
def comment_bank(code: str) -> str:  # noqa: ARG001
    """200 the comments that the reader may use, by criterion."""
    return _bank_page(current_course())


@pages.post("/courses/<code>/essays/comments")
@requires(Permission.MARK_ESSAY)
def keep_comment(code: str) -> Page:  # noqa: ARG001
    """303 the comment is kept; 409 or 422 the form again."""
    course: CourseValue = current_course()
    form = request.form
    try:
        bank_comment(
            course,
            form.get("criterion", ""),
            form.get("language", ""),
            form.get("words", "").replace("\r\n", "\n"),
            shared=bool(form.get("shared")),
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        problems = show_problems(error)
        return _bank_page(course, problems), status_of(error)
    flash(_("The comment is kept."), "success")
    return redirect(url_for("essays.comment_bank", code=course.code), 303)


@pages.post("/courses/<code>/essays/comments/<int:comment_id>/removal")
@requires(Permission.MARK_ESSAY)
def drop_comment(code: str, comment_id: int) -> Response:  # noqa: ARG001
    """303 the comment is taken out; 404 none of the reader's."""
    course = current_course()
    remove_comment(course, comment_id, actor=current_actor(), now=arrived_at())
    flash(_("The comment is taken out of the bank."), "success")
    return redirect(url_for("essays.comment_bank", code=course.code), 303)


def _passage(found: Desk) -> tuple[int, int]:
    """Return the passage that a note is for; one that is none, for the verb to refuse, where nothing can be read."""
    form = request.form
    starts, ends = number_in(form.get("starts", "")), number_in(form.get("ends", ""))
    if starts is not None and ends is not None:
        return starts, ends
    number = form.get("paragraph", 0, type=int)
    here = paragraphs(submitted_text(found.essay).text)
    return next(((one.start, one.end) for one in here if one.number == number), (0, 0))


def _bank_page(course: CourseValue, problems: list[dict[str, object]] | None = None) -> str:
    return render_template(
        "essays/desk_bank.html",
        bank=bank_of(course.id, current_actor().person_id),
        piece=essay_piece(course),
        typed=request.form,
        problems=problems or [],
    )
