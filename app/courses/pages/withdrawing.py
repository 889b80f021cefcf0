"""Who left the course: recording it with its reason, the list of those who did, and the way back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.courses.pages.blueprint import pages
from app.courses.queries import changes_of, get_enrolment, withdrawn_of
from app.courses.rules import EnrolmentValue
from app.courses.service import bring_back, withdraw
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/participants/withdrawn")
@requires(Permission.ENROL_PARTICIPANTS)
def withdrawn(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 those who left, when and why, each with the way back."""
    return _list()


@pages.get("/courses/<code>/participants/<int:enrolment_id>/withdrawal")
@requires(Permission.ENROL_PARTICIPANTS)
def withdrawal(code: str, enrolment_id: int) -> str:  # noqa: ARG001
    """200 what recording a withdrawal means, and the form; 404 no such participant."""
    return _form(get_enrolment(current_course().id, enrolment_id))


@pages.post("/courses/<code>/participants/<int:enrolment_id>/withdrawal")
@requires(Permission.ENROL_PARTICIPANTS)
def record_withdrawal(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the withdrawal is recorded; 404 no such participant; 409 the course is closed; 422 no reason."""
    course = current_course()
    person = get_enrolment(course.id, enrolment_id)
    try:
        withdraw(course, enrolment_id, request.form.get("reason", ""), actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _form(person, show_problems(error)), status_of(error)
    flash(_("%(name)s no longer takes the course.", name=person.name or person.email), "success")
    return redirect(url_for("courses.withdrawn", code=course.code), 303)


@pages.post("/courses/<code>/participants/<int:enrolment_id>/return")
@requires(Permission.ENROL_PARTICIPANTS)
def record_return(code: str, enrolment_id: int) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the person takes the course again; 404 nobody who left; 409 the course is closed; 422 no reason."""
    course = current_course()
    try:
        reason = request.form.get("reason", "")
        person = bring_back(course, enrolment_id, reason, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _list(show_problems(error), enrolment_id), status_of(error)
    flash(_("%(name)s takes the course again.", name=person.name or person.email), "success")
    return redirect(url_for("courses.participants", code=course.code), 303)


def _form(person: EnrolmentValue, problems: list[dict[str, Any]] | None = None) -> str:
    return render_template(
        "courses/withdrawal.html", person=person, problems=problems or [], reason=request.form.get("reason", "")
    )


def _list(problems: list[dict[str, Any]] | None = None, failed: int | None = None) -> str:
    people = withdrawn_of(current_course().id)
    steps = changes_of([person.id for person in people])
    recorders = {step.recorded_by for several in steps.values() for step in several if step.recorded_by}
    return render_template(
        "courses/withdrawn.html",
        people=people,
        steps=steps,
        recorders=people_by_id(recorders),
        problems=problems or [],
        failed=failed,
    )
