"""Enrolling one person by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.config import Settings
from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.courses.queries import groups_of
from app.courses.rules import COLUMNS, Newcomer, read_cells
from app.courses.service import enrol
from app.shared.errors import DomainError, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.language import say
from app.shared.permissions import Permission


@pages.get("/courses/<code>/participants/new")
@requires(Permission.ENROL_PARTICIPANTS)
def new_participant(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 an empty form."""
    course = current_course()
    return _page({"timezone": course.timezone, "language": course.languages[0], "invite": "yes"})


@pages.post("/courses/<code>/participants/new")
@requires(Permission.ENROL_PARTICIPANTS)
def enrol_participant(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 the person takes the course; 409 or 422 nothing was changed, and why."""
    course = current_course()
    settings: Settings = current_app.extensions["settings"]
    try:
        done = enrol(
            course,
            _typed(),
            invite_base_url=settings.base_url if "invite" in request.form else None,
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        return _page(request.form, show_problems(error)), status_of(error)
    flash(_("%(name)s takes the course now.", name=done.enrolment.name), "success")
    if done.invited:
        flash(_("An invitation is on its way to %(email)s.", email=done.enrolment.email))
    for notice in done.notices:
        flash(say(notice.reason, get_locale().language), "warning")
    return redirect(url_for("courses.participants", code=course.code), 303)


def _typed() -> Newcomer:
    read = read_cells({column: request.form.get(column, "") for column in COLUMNS})
    if isinstance(read, Newcomer):
        return read
    raise Unreadable(problems=read)


def _page(typed: Mapping[str, str], problems: list[dict[str, Any]] | None = None) -> str:
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems or []:
        beside[problem["where"] if problem["where"] in COLUMNS else ""].append(problem["reason"])
    return render_template(
        "courses/enrol.html",
        typed=typed,
        beside=beside,
        above=[problem for problem in problems or [] if problem["where"] not in COLUMNS],
        groups=groups_of(current_course().id),
        choices=choices,
    )
