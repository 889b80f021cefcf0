"""Who marks which essay: by hand, evenly after a look at what that would do, and what is known of the markers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.courses.rules import COUNTRIES, CourseValue
from app.essays.pages.blueprint import pages
from app.essays.pages.desk import Page
from app.essays.pages.desk_forms import number_in
from app.essays.queries.allocation import Competence, markers_of
from app.essays.queries.allocation_plan import Plan, plan_evenly
from app.essays.queries.essays import get_essay
from app.essays.queries.marking import course_allocations
from app.essays.queries.marking_queue import marking_queue
from app.essays.queries.stranded import stranded_drafts
from app.essays.rules.marking import MARKED_BY_ONE, MarkingState
from app.essays.rules.queue import QueueRow
from app.essays.rules.settings import OwnCountry
from app.essays.service.allocation import allocate_essay, allocate_evenly, set_competence
from app.essays.service.setting_aside import set_draft_aside
from app.rubrics.rules import Round
from app.shared.errors import DomainError, NotFound, Problem, RuleBroken, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/essays/allocation")
@requires(Permission.ALLOCATE_MARKING)
def allocation(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 markers, essays and who marks them; with `preview`, what an even allocation would do; 404 no essay."""
    course: CourseValue = current_course()
    return _page(course, plan=plan_evenly(course) if request.args.get("preview") else None)


@pages.post("/courses/<code>/essays/allocation")
@requires(Permission.ALLOCATE_MARKING)
def allocate(code: str) -> Page:  # noqa: ARG001
    """303 every choice that was changed holds; 409 or 422 none does, and the form again."""
    course: CourseValue = current_course()
    try:
        changed = _allocate(course)
    except DomainError as error:
        problems = show_problems(error)
        return _page(course, problems=problems, typed=request.form), status_of(error)
    flash(ngettext("%(num)s essay is given out anew.", "%(num)s essays are given out anew.", changed), "success")
    return _back(course)


@pages.post("/courses/<code>/essays/allocation/evenly")
@requires(Permission.ALLOCATE_MARKING)
def allocate_all(code: str) -> Page:  # noqa: ARG001
    """303 what was previewed is done; 412 it would be something else by now, which stands there."""
    course: CourseValue = current_course()
    try:
        plan = allocate_evenly(course, request.form.get("plan", ""), actor=current_actor(), now=arrived_at())
    except DomainError as error:
        problems = show_problems(error)
        return _page(course, problems=problems, plan=plan_evenly(course)), status_of(error)
    flash(ngettext("%(num)s essay is given out.", "%(num)s essays are given out.", len(plan.given)), "success")
    return _back(course)


@pages.post("/courses/<code>/essays/<int:essay_id>/drafts/<in_round>/aside")
@requires(Permission.ALLOCATE_MARKING)
def set_aside(code: str, essay_id: int, in_round: str) -> Page:  # noqa: ARG001 - the check found the course
    """303 the draft is set aside, its place is free; 404 no such draft; 409 or 422 the page again, nothing changed."""
    course: CourseValue = current_course()
    essay = get_essay(essay_id)
    if essay.course_id != course.id or in_round not in set(MARKED_BY_ONE):
        raise NotFound
    try:
        reason = request.form.get("reason", "")
        set_draft_aside(essay, Round(in_round), reason, actor=current_actor(), now=arrived_at())
    except (RuleBroken, Unreadable) as error:
        field = f"aside-{in_round}-{essay_id}"
        problems = [{**one, "where": field if one["where"] == "reason" else ""} for one in show_problems(error)]
        return _page(course, problems=problems, typed={field: request.form.get("reason", "")}), status_of(error)
    flash(_("The draft is set aside. The essay can be given to somebody else."), "success")
    return _back(course)


@pages.post("/courses/<code>/essays/allocation/markers/<int:person_id>")
@requires(Permission.ALLOCATE_MARKING)
def set_marker(code: str, person_id: int) -> Page:  # noqa: ARG001
    """303 what the marker reads, their country and groups are kept; 404 no marker; 422 the form again."""
    course, form = current_course(), request.form
    wanted = Competence(
        person_id=person_id,
        languages=tuple(form.getlist("language")),
        country=form.get("country", ""),
        groups=tuple(number for one in form.getlist("group") if (number := number_in(one)) is not None),
        available=bool(form.get("available")),
    )
    try:
        set_competence(course, wanted, actor=current_actor(), now=arrived_at())
    except Unreadable as error:
        problems = show_problems(error)
        return _page(course, problems=[{**one, "where": ""} for one in problems]), status_of(error)
    flash(_("It is kept."), "success")
    return redirect(f"{url_for('essays.allocation', code=course.code)}#markers", 303)


def _allocate(course: CourseValue) -> int:
    """Give out each essay whose choice differs from what the form showed; return how many."""
    problems: list[Problem] = []
    changed = 0
    for name, chosen in request.form.items():
        essay_id, in_round = _named(name)
        if in_round is None or chosen == request.form.get(f"was-{name}", ""):
            continue
        marker_id = number_in(chosen)
        try:
            allocate_essay(course, essay_id, in_round, marker_id, actor=current_actor(), now=arrived_at())
        except Unreadable as error:
            problems += [Problem(problem.reason, name) for problem in error.problems]
        changed += 1
    if problems:
        raise Unreadable(problems=problems)
    return changed


def _named(name: str) -> tuple[int, Round | None]:
    """Return the essay and the round that a field is of: `first-17`."""
    in_round, _dash, essay_id = name.partition("-")
    known = next((one for one in MARKED_BY_ONE if one.value == in_round), None)
    number = number_in(essay_id)
    return (0, None) if known is None or number is None else (number, known)


def _page(
    course: CourseValue,
    *,
    problems: list[dict[str, Any]] | None = None,
    plan: Plan | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    queue = marking_queue(course, current_actor().person_id, allocates=True)
    markers = markers_of(course)
    apart = queue.settings.own_country is OwnCountry.NEVER
    given = {(one.essay_id, one.round.value): one.marker_id for one in course_allocations(course.id)}
    load = {one.person_id: sum(who == one.person_id for who in given.values()) for one in markers}
    return render_template(
        "essays/allocation.html",
        queue=queue,
        markers=markers,
        names={one.person_id: one.name for one in markers},
        given=given,
        load=load,
        begun={(row.essay.id, one.round.value) for row in queue.rows for one in row.markings if one.state},
        rounds={row.essay.id: _rounds(row, queue.settings.markers, given) for row in queue.rows},
        stranded=stranded_drafts(course),
        plan=plan,
        apart=apart,
        unstated=[one.name for one in markers if apart and one.available and not one.country],
        groups=courses.groups_of(course.id),
        countries=sorted(COUNTRIES),
        problems=problems or [],
        typed=typed or {},
        authors={row.essay.id: row.author for row in queue.rows},
    )


def _rounds(row: QueueRow, markers: int, given: Mapping[tuple[int, str], int]) -> list[str]:
    """Return the rounds of an essay that somebody can be chosen for: a third once two marks differ."""
    rounds = [one.value for one in MARKED_BY_ONE[:markers]]
    third = row.state in {MarkingState.DISCUSSION, MarkingState.THIRD} or (row.essay.id, "third") in given
    return [*rounds, Round.THIRD.value] if third and markers > 1 else rounds


def _back(course: CourseValue) -> Response:
    return redirect(url_for("essays.allocation", code=course.code), 303)
