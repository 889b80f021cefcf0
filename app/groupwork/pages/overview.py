"""All groups at a glance, for tutors; and who presents when."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries as courses
from app.groupwork import service
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.here import answered
from app.groupwork.queries.overview import overview_of
from app.groupwork.queries.space import closing_webinar
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission
from app.shared.wording import text

_DIGITS = 3


@pages.get("/courses/<code>/groups/overview")
@requires(Permission.VIEW_GROUP_WORK)
def overview(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 how every group stands."""
    return _page()


@pages.post("/courses/<code>/groups/presentations")
@requires(Permission.MANAGE_GROUPS)
def arrange_presentations(code: str) -> ResponseReturnValue:
    """303 the order is kept: for each group its `position` (empty: none) and `minutes`; 422 what is no number."""
    course = current_course()
    return answered(
        lambda: service.arrange_presentations(course, _typed(course.id), actor=current_actor(), now=arrived_at()),
        _("The presentations are arranged."),
        url_for("groupwork.overview", code=code) + "#presentations",
        _page,
    )


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    return render_template(
        "groupwork/overview.html",
        overview=overview_of(course.id),
        webinar=closing_webinar(course.id),
        problems=problems or [],
        typed=request.form if problems else {},
    )


def _typed(course_id: int) -> list[tuple[int, int]]:
    """Return groups with their minutes in the order typed. Raises `Unreadable`, naming the group."""
    wanted: list[tuple[int, int, int]] = []
    faults: list[Problem] = []
    for group in courses.groups_of(course_id):
        position = request.form.get(f"position-{group.id}", "").strip()
        minutes = request.form.get(f"minutes-{group.id}", "").strip()
        if not position:
            continue
        if _is_number(position) and _is_number(minutes):
            wanted.append((int(position), group.id, int(minutes)))
        else:
            reason = text("Please type whole numbers: the place, and the minutes.")
            faults.append(Problem(reason, where=group.name))
    if faults:
        raise Unreadable(problems=faults)
    return [(group_id, minutes) for _position, group_id, minutes in sorted(wanted)]


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS
