"""The first page of a group's space: members with roles and tasks, sessions, the vote, the presentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries as courses
from app.courses import service as course_verbs
from app.courses.rules import Wall, utc, wall_fault
from app.groupwork import service
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.here import answered, show, space
from app.groupwork.queries.home import home_of
from app.groupwork.queries.space import closing_webinar
from app.groupwork.rules.values import Attendance
from app.shared.errors import Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.http.addresses import typed_id
from app.shared.permissions import Permission
from app.shared.wording import text

FIRST_YEAR, LAST_YEAR = 2000, 2200


@pages.get("/courses/<code>/my-group")
@requires(Permission.WORK_IN_GROUP)
def my_group(code: str) -> ResponseReturnValue:
    """303 the reader's group; 200 a page that says so when they are in none."""
    person_id = current_actor().person_id
    mine = courses.find_enrolment(current_course().id, person_id) if person_id is not None else None
    if mine is not None and mine.group_id is not None:
        return redirect(url_for("groupwork.home", code=code, group_id=mine.group_id), 303)
    return render_template("groupwork/no_group.html")


@pages.get("/courses/<code>/groups/<int:group_id>")
@requires(Permission.VIEW_COURSE)
def home(code: str, group_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the group; 404 another group's member; 403 neither member nor staff."""
    return _page(group_id)


@pages.post("/courses/<code>/groups/<int:group_id>/roles")
@requires(Permission.VIEW_COURSE)
def change_roles(code: str, group_id: int) -> ResponseReturnValue:
    """303 done: `action` shares out what is free, gives one role (`role` to `member`) or takes it back."""
    course, form, by = current_course(), request.form, _by()
    member, role = typed_id(form.get("member", "")), form.get("role", "")
    verbs = {
        "share": lambda: service.share_out_roles(course, group_id, **by),
        "give": lambda: service.give_role(course, group_id, member, role, **by),
        "take_back": lambda: service.take_role_back(course, group_id, member, role, **by),
    }
    verb = verbs.get(form.get("action", ""), _unknown)
    return answered(
        verb, _("The roles are changed."), _home(code, group_id), lambda problems: _page(group_id, problems)
    )


@pages.post("/courses/<code>/groups/<int:group_id>/tasks")
@requires(Permission.VIEW_COURSE)
def set_task(code: str, group_id: int) -> ResponseReturnValue:
    """303 the task is set; 422 the page again."""
    course, form = current_course(), request.form

    def verb() -> None:
        due = _due(form.get("due", "").strip())
        service.set_task(course, group_id, typed_id(form.get("member", "")), form.get("text", ""), due, **_by())

    return answered(verb, _("The task is set."), _home(code, group_id), lambda problems: _page(group_id, problems))


@pages.post("/courses/<code>/groups/<int:group_id>/tasks/<int:task_id>")
@requires(Permission.VIEW_COURSE)
def change_task(code: str, group_id: int, task_id: int) -> ResponseReturnValue:
    """303 the task is done, open again, or taken back; 403 somebody else's."""
    course, action = current_course(), request.form.get("action", "")
    verbs = {
        "done": lambda: service.mark_task(course, group_id, task_id, done=True, **_by()),
        "open": lambda: service.mark_task(course, group_id, task_id, done=False, **_by()),
        "take_back": lambda: service.take_task_back(course, group_id, task_id, **_by()),
    }
    verb = verbs.get(action, _unknown)
    return answered(verb, _("The task is changed."), _home(code, group_id), lambda problems: _page(group_id, problems))


@pages.post("/courses/<code>/groups/<int:group_id>/attendance/<session_key>")
@requires(Permission.VIEW_COURSE)
def note_attendance(code: str, group_id: int, session_key: str) -> ResponseReturnValue:
    """303 noted; 403 neither ambassador nor staff; 409 the session is still ahead."""
    states = {
        typed_id(name.removeprefix("state-")): Attendance(value)
        for name, value in request.form.items()
        if name.startswith("state-") and value in set(Attendance)
    }
    return answered(
        lambda: service.note_attendance(current_course(), group_id, session_key, states, **_by()),
        _("The attendance is noted."),
        _home(code, group_id),
        lambda problems: _page(group_id, problems),
    )


@pages.post("/courses/<code>/groups/<int:group_id>/vote")
@requires(Permission.VIEW_COURSE)
def vote(code: str, group_id: int) -> ResponseReturnValue:
    """303 the vote is opened, cast (`member`) or closed; 409 not now."""
    course, form = current_course(), request.form
    verbs = {
        "open": lambda: course_verbs.open_vote(course, group_id, **_by()),
        "cast": lambda: course_verbs.cast_ballot(course, group_id, typed_id(form.get("member", "")), **_by()),
        "close": lambda: course_verbs.close_vote(course, group_id, **_by()),
    }
    said = {"open": _("The vote is open."), "cast": _("Your vote is kept."), "close": _("The vote is closed.")}
    action = form.get("action", "")
    return answered(
        verbs.get(action, _unknown),
        said.get(action, ""),
        _home(code, group_id),
        lambda problems: _page(group_id, problems),
    )


@pages.post("/courses/<code>/groups/<int:group_id>/ambassador")
@requires(Permission.MANAGE_GROUPS)
def name_ambassador(code: str, group_id: int) -> ResponseReturnValue:
    """303 the member is ambassador, or nobody is."""
    member = request.form.get("member", "")
    return answered(
        lambda: course_verbs.name_ambassador(current_course(), group_id, typed_id(member) if member else None, **_by()),
        _("The ambassador is changed."),
        _home(code, group_id),
        lambda problems: _page(group_id, problems),
    )


def _page(group_id: int, problems: list[dict[str, Any]] | None = None) -> str:
    here = space(group_id)
    return show(
        "home.html",
        here,
        home=home_of(here.course.id, group_id, here.viewer),
        webinar=closing_webinar(here.course.id),
        problems=problems or [],
        typed=request.form if problems else {},
    )


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "now": arrived_at()}


def _home(code: str, group_id: int) -> str:
    return url_for("groupwork.home", code=code, group_id=group_id)


def _unknown() -> None:
    raise Unreadable(text("The form asks for something that this page does not know."))


def _due(typed: str) -> datetime | None:
    """Return when a task is due, on the course's clocks. Raises `Unreadable`."""
    if not typed:
        return None
    zone = current_course().timezone
    try:
        shown = datetime.fromisoformat(typed)
    except ValueError:
        shown = datetime(1, 1, 1, tzinfo=UTC)
    if shown.tzinfo is not None or not FIRST_YEAR <= shown.year <= LAST_YEAR:
        reason = text("Please choose a day and a time.")
        raise Unreadable(reason, problems=[Problem(reason, "due")])
    wall = Wall(shown.date(), shown.time())
    if fault := wall_fault(wall, zone):
        raise Unreadable(fault, problems=[Problem(fault, "due")])
    return utc(wall.day, wall.at, zone)
