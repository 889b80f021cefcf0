"""Members' parts in group work: evidence and proposal beside each other, confirmed by a tutor and by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses.rules import CourseValue, GroupValue
from app.grading import queries, service
from app.grading.pages.blueprint import pages
from app.grading.pages.forms import read, seen
from app.grading.queries.factors import FactorBook, FactorLine, factor_book
from app.grading.rules.cells import factor_word, read_factor
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.rules.factors import weights_of
from app.shared.amounts import plain_number
from app.shared.errors import DomainError, NotFound, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text

OTHER, ALL = "other", "all"


@pages.get("/courses/<code>/factors")
@requires(Permission.SET_FACTOR)
def factors(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 one group's members with evidence, proposal and factor; 404 no such group."""
    book = factor_book(current_course(), arrived_at())
    return _page(current_course(), book)


@pages.post("/courses/<code>/factors")
@requires(Permission.SET_FACTOR)
def confirm_factors(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 one member's factor is recorded, or all that were in view; 404, 409, 412 or 422 none is."""
    course = current_course()
    book = factor_book(course, arrived_at())
    try:
        changed = _confirm(course, book)
    except NotFound:
        raise
    except DomainError as error:  # what was recorded before it is undone: the page shows the book as it was
        return _page(course, book, request.form, show_problems(error)), status_of(error)
    flash(ngettext("%(num)s factor is recorded.", "%(num)s factors are recorded.", changed), "success")
    return redirect(url_for("grading.factors", code=course.code, group=request.args.get("group")), 303)


def _confirm(course: CourseValue, book: FactorBook) -> int:
    """Record what was chosen for one member, or for all in view; return how many entries are new."""
    group = _group(book)
    asked = request.form.get("confirm", "")
    lines = book.lines[group.id] if group else []
    if asked == ALL:
        if request.form.get("looked") != "yes":
            reason = text("Tick the box to say that you have looked at the evidence.")
            raise Unreadable(problems=[Problem(reason, "looked")])
        wanted = [line for line in lines if _chosen(line)]
    else:
        wanted = [line for line in lines if str(line.enrolment.id) == asked]
        if not wanted:
            raise NotFound
    return _record_all(course, wanted)


def _record_all(course: CourseValue, wanted: list[FactorLine]) -> int:
    faults: list[Problem] = []
    changed = 0
    for line in wanted:
        who = line.enrolment.id
        try:
            changed += _record(course, line)
        except Unreadable as error:
            faults += [Problem(fault.reason, f"{fault.where}-{who}") for fault in error.problems]
    if faults:
        raise Unreadable(problems=faults)
    return changed


def _record(course: CourseValue, line: FactorLine) -> bool:
    """Record one member's factor through the verb; tell whether that made an entry."""
    who = line.enrolment.id
    policy = queries.policy_of(course)
    factor = read("factor", _chosen(line), lambda cell: read_factor(cell, policy))
    entry = service.record_factor(
        course,
        who,
        factor,
        request.form.get(f"reason-{who}", ""),
        actor=current_actor(),
        now=arrived_at(),
        check=seen(request.form.get(f"version-{who}", "")),
    )
    return line.entry is None or entry.id != line.entry.id


def _chosen(line: FactorLine) -> str:
    """Return the choice among the usual values, or what was typed beside "another"; "" for no choice."""
    chosen = request.form.get(f"factor-{line.enrolment.id}", "")
    return request.form.get(f"other-{line.enrolment.id}", "") if chosen == OTHER else chosen


def _group(book: FactorBook) -> GroupValue | None:
    """Return the group in view: the one asked for, else the first; None where there is none. Raises `NotFound`."""
    asked = request.args.get("group", "")
    if not asked:
        return book.groups[0] if book.groups else None
    found = next((group for group in book.groups if str(group.id) == asked), None)
    if found is None:
        raise NotFound
    return found


def _page(
    course: CourseValue,
    book: FactorBook,
    typed: Mapping[str, str] | None = None,
    problems: list[dict[str, Any]] | None = None,
) -> str:
    settings, policy = settings_of(course), queries.policy_of(course)
    group = _group(book)
    lines = book.lines[group.id] if group else []
    return render_template(
        "grading/factors.html",
        book=book,
        group=group,
        lines=lines,
        settings=settings,
        weights=weights_of(settings.factor, settings.within.weight),
        typed=_fields(course, lines) if typed is None else typed,
        problems=problems or [],
        partial=plain_number(policy.group_partial),
        plain=plain_number,
    )


def _fields(course: CourseValue, lines: list[FactorLine]) -> dict[str, str]:
    """Return what the form shows: the factor that counts, else what is proposed, else nothing."""
    policy = queries.policy_of(course)
    fields = {}
    for line in lines:
        who, value = line.enrolment.id, line.entry.value if line.entry else None
        if value is None:
            fields[f"factor-{who}"] = line.proposed.proposal or ""
            continue
        word = factor_word(value, policy)
        fields[f"factor-{who}"] = word or OTHER
        fields[f"other-{who}"] = "" if word else plain_number(value)
        fields[f"reason-{who}"] = line.entry.reason if line.entry else ""
    return fields
