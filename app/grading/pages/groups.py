"""Group work: the groups, who took part in them, and their marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import PERCENT, CourseValue, GroupValue, PieceKind
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.pages.forms import read, seen
from app.grading.queries import GroupMark
from app.shared.amounts import plain_number, read_amount
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/groups")
@requires(Permission.MARK_GROUP)
def groups(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every group with its members, their factors, and its mark."""
    return _page(current_course())


@pages.post("/courses/<code>/groups")
@requires(Permission.MARK_GROUP)
def record_group_marks(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 every mark that was changed is recorded; 409, 412 or 422 nothing is, and the form again."""
    course = current_course()
    try:
        changed = _record_all(course)
    except DomainError as error:
        problems = show_problems(error)
        return _page(course, dict(request.form), problems), status_of(error)
    flash(ngettext("%(num)s mark is recorded.", "%(num)s marks are recorded.", changed), "success")
    return redirect(url_for("grading.groups", code=course.code), 303)


def _record_all(course: CourseValue) -> int:
    """Record the marks that differ from what the form showed; return how many."""
    marks = queries.group_marks(course.id)
    faults: list[Problem] = []
    changed = 0
    for group in courses.groups_of(course.id):
        typed = request.form.get(f"percent-{group.id}", "").strip()
        shown = _number(marks.get(group.id))
        if f"percent-{group.id}" not in request.form or typed.replace(",", ".") == shown:
            continue
        try:
            percent = read(f"percent-{group.id}", typed, lambda cell: read_amount(cell, PERCENT)) if typed else None
        except Unreadable as error:
            faults += error.problems
            continue
        service.record_group_mark(
            course,
            group.id,
            percent,
            actor=current_actor(),
            now=arrived_at(),
            check=seen(request.form.get(f"version-{group.id}", "")),
        )
        changed += 1
    if faults:
        raise Unreadable(problems=faults)
    return changed


def _page(
    course: CourseValue, typed: Mapping[str, str] | None = None, problems: list[dict[str, Any]] | None = None
) -> str:
    book = queries.gradebook(course)
    marks = queries.group_marks(course.id)
    group_work = next((piece for piece in book.pieces if piece.kind is PieceKind.GROUP), None)
    everyone = courses.groups_of(course.id)
    return render_template(
        "grading/groups.html",
        group_work=group_work,
        groups=everyone,
        members={group.id: _members(book, group) for group in everyone},
        shown={group.id: _number(marks.get(group.id)) for group in everyone},
        versions={group.id: marks[group.id].id if group.id in marks else "" for group in everyone},
        typed=typed or {},
        problems=problems or [],
        number=plain_number,
    )


def _members(book: queries.Gradebook, group: GroupValue) -> list[queries.GradebookRow]:
    return [row for row in book.rows if row.enrolment.group_id == group.id]


def _number(mark: GroupMark | None) -> str:
    return "" if mark is None or mark.percent is None else plain_number(mark.percent)
