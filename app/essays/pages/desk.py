"""The queue of essays, and the desk on which one is marked."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue
from app.essays import service
from app.essays.pages.blueprint import pages
from app.essays.pages.desk_forms import Typed, content_of, of_form, of_mark, with_comment
from app.essays.pages.desk_view import address, chosen_filter, desk_view
from app.essays.queries.marking_desk import Desk, bank_of, desk_of
from app.essays.queries.marking_queue import marking_queue
from app.essays.queries.stranded import set_aside_of
from app.essays.rules.queue import Shown, counts, is_in, neighbours
from app.essays.service.marking_notes import bank_comment
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkContent, MarkValue
from app.shared.errors import DomainError, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

Page = str | Response | tuple[str, int]


@pages.get("/courses/<code>/essays")
@requires(Permission.VIEW_ESSAYS)
def queue(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the essays that a filter lets through, and how many each does; 404 the course has no essay."""
    course, reader = current_course(), current_actor()
    found = marking_queue(course, reader.person_id, allocates=reader.may(Permission.ALLOCATE_MARKING, course.id))
    shown = chosen_filter()
    rows = [row for row in found.rows if is_in(row, shown)]
    return render_template(
        "essays/queue.html", queue=found, rows=rows, shown=shown, counts=counts(found.rows), filters=_filters(found)
    )


@pages.get("/courses/<code>/essays/<int:essay_id>")
@requires(Permission.VIEW_ESSAYS)
def desk(code: str, essay_id: int) -> str:  # noqa: ARG001
    """200 the essay beside what it is marked by; 404 none of this course, or not handed in."""
    found = the_desk(essay_id)
    return _page(found, of_mark(found.own))


@pages.post("/courses/<code>/essays/<int:essay_id>")
@requires(Permission.MARK_ESSAY)
def save_mark(code: str, essay_id: int) -> Page:  # noqa: ARG001
    """303 the mark is saved, and on to where its button leads; 403, 409, 412 or 422 the form again, nothing lost."""
    found = the_desk(essay_id)
    typed = of_form(request.form, found.queue.piece.criteria)
    try:
        return _save(found, typed)
    except DomainError as error:
        return show_again(essay_id, typed, error)


@pages.get("/courses/<code>/essays/<int:essay_id>/versions")
@requires(Permission.MARK_ESSAY)
def mark_versions(code: str, essay_id: int) -> str:  # noqa: ARG001
    """200 every state that the reader's own mark had, which may be none; 404 no such essay."""
    found = the_desk(essay_id)
    own = found.own or set_aside_of(found.essay, current_actor().person_id)
    versions = rubrics.history_of(own.id) if own else ()
    return render_template("essays/desk_versions.html", desk=found, shown=chosen_filter(), versions=versions)


def _filters(found: Any) -> list[Shown]:  # noqa: ANN401 - a Queue
    """Return the filters that can let anything through: a single marker has no second one."""
    alone = found.settings.markers == 1
    return [one for one in Shown if not (alone and one in {Shown.SECOND, Shown.DISCUSSION})]


def the_desk(essay_id: int) -> Desk:
    """Return an essay on the reader's desk. Raises `NotFound`."""
    course, reader = current_course(), current_actor()
    return desk_of(course, essay_id, reader.person_id, allocates=reader.may(Permission.ALLOCATE_MARKING, course.id))


def _page(
    found: Desk, typed: Typed, problems: list[dict[str, Any]] | None = None, stale: MarkValue | None = None
) -> str:
    view = desk_view(current_course(), found, typed)
    return render_template("essays/desk.html", **view, problems=problems or [], stale=stale)


def show_again(essay_id: int, typed: Typed, error: DomainError) -> tuple[str, int]:
    """Show the form with what was typed; where something else was stored meanwhile, both: the next save has seen it."""
    problems, status = show_problems(error), status_of(error)
    found = the_desk(essay_id)
    stale = found.own if error.code == "stale" else None
    if stale is not None:
        typed = Typed(typed.points, typed.comments, typed.comment, stale.version, typed.reason)
    return _page(found, typed, problems, stale), status


def _save(found: Desk, typed: Typed) -> Response:
    course: CourseValue = current_course()
    do, _sep, what = request.form.get("do", "draft").partition(":")
    content = content_of(typed, found.queue.piece.criteria)
    if do == "insert":
        content = _inserted(course, content, what)
    final = do == "final" or (found.own is not None and found.own.is_final)
    service.mark_essay(
        found.essay,
        None,
        content,
        final=final,
        base_version=typed.base,
        actor=current_actor(),
        now=arrived_at(),
        reason=typed.reason,
        handed_in=typed.handed_in,
    )
    if do == "bank":
        _bank(course, found, typed, what)
    flash(_("Your mark is final.") if final else _("Your draft is saved."), "success")
    return redirect(_onwards(course, found, do, what), 303)


def _inserted(course: CourseValue, content: MarkContent, comment_id: str) -> MarkContent:
    usable = bank_of(course.id, current_actor().person_id)
    banked = next((one for one in usable if str(one.id) == comment_id), None)
    if banked is None:
        raise NotFound
    return with_comment(content, banked)


def _bank(course: CourseValue, found: Desk, typed: Typed, criterion: str) -> None:
    """Keep the comment of one criterion, or the one on the whole, for use again by its writer."""
    words = typed.comments.get(criterion, "") if criterion else typed.comment
    language = found.essay.language if found.essay.language in course.languages else course.languages[0]
    bank_comment(course, criterion, language, words, shared=False, actor=current_actor(), now=arrived_at())


def _onwards(course: CourseValue, found: Desk, do: str, what: str) -> str:
    shown = chosen_filter()
    if do in {"final", "next"}:
        _before, after = neighbours(found.queue.rows, found.essay.id, shown)
        return address(course, after, shown) or url_for("essays.queue", code=course.code, shown=shown.value)
    place = {"bank": f"criterion-{what or 'whole'}", "insert": "criteria"}.get(do, "criteria")
    return f"{address(course, found.essay.id, shown)}#{place}"
