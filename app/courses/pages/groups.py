"""Groups by hand: making and naming them, and who is in which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries, service
from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.shared.errors import DomainError, NotAllowed, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.addresses import typed_id
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/groups/members")
@requires(Permission.MANAGE_GROUPS)
def groups(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every group with its members, who is in none, and how to change it."""
    return _page()


@pages.post("/courses/<code>/groups/members")
@requires(Permission.MANAGE_GROUPS)
def create_group(code: str) -> ResponseReturnValue:  # noqa: ARG001
    """303 the group is there; 409 the name is taken; 422 it is none."""
    name = request.form.get("name", "")
    return _answered(lambda: service.create_group(current_course(), name, **_by()), _("The group is there."))


@pages.post("/courses/<code>/groups/<int:group_id>/name")
@requires(Permission.MANAGE_GROUPS)
def change_group(code: str, group_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """303 the group has its new name, or (`action=empty`) is empty; 404 no such group."""
    course, form = current_course(), request.form
    if form.get("action") == "empty":
        reason = form.get("reason", "")
        return _answered(lambda: service.empty_group(course, group_id, reason, **_by()), _("The group is empty."))
    name = form.get("name", "")
    return _answered(lambda: service.rename_group(course, group_id, name, **_by()), _("The group is renamed."))


@pages.post("/courses/<code>/participants/<int:enrolment_id>/group")
@requires(Permission.MANAGE_GROUPS)
def place_participant(code: str, enrolment_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """303 the participant is in the group (`group` empty: in none); 404 no such participant or group."""
    group, reason = _group_id(request.form.get("group", "")), request.form.get("reason", "")
    return _answered(
        lambda: service.place(current_course(), enrolment_id, group, reason, **_by()),
        _("The participant is moved. Their history keeps where they were."),
    )


def _answered(do: Callable[[], object], done: str) -> ResponseReturnValue:
    try:
        do()
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _page(show_problems(error)), status_of(error)
    flash(done, "success")
    return redirect(url_for("courses.groups", code=current_course().code), 303)


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    return render_template(
        "courses/groups.html",
        groups=queries.groups_of(course.id),
        people=queries.roster(course.id),
        choices=choices,
        problems=problems or [],
        typed=request.form if problems else {},
    )


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "now": arrived_at()}


def _group_id(typed: str) -> int | None:
    return typed_id(typed) if typed else None
