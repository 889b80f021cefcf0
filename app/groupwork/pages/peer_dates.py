"""When peers may rate, the rule for those who do not, who rates whose presentation, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries as courses
from app.groupwork.pages.blueprint import pages
from app.groupwork.pages.marks_typed import read_version
from app.groupwork.queries.peer_between import presentations
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_windows
from app.groupwork.rules.peer_between import FEW_GROUPS, FEWEST_GROUPS
from app.groupwork.rules.peer_windows import read_instant
from app.groupwork.rules.peer_words import Missing, MissingGroup, PeerKind
from app.groupwork.service.peer_between import assign_presentations, rotate_presentations
from app.groupwork.service.peer_reminders import missing_raters
from app.groupwork.service.peer_windows import set_peer_window
from app.shared.errors import DomainError, NotFound, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission
from app.shared.wording import text


@pages.get("/courses/<code>/peers/dates")
@requires(Permission.MANAGE_GROUPS)
def peer_dates(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 dates and rules of both kinds, who rates whom, and how many have rated."""
    return _page()


@pages.post("/courses/<code>/peers/dates/<kind>")
@requires(Permission.MANAGE_GROUPS)
def set_peer_dates(code: str, kind: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 set; 404 no such kind; 409, 412 or 422 the page again with what was typed."""
    if kind not in set(PeerKind):
        raise NotFound
    course, typed = current_course(), request.form

    def act() -> None:
        opens_at, closes_at = (read_instant(typed.get(name, ""), course.timezone, name) for name in ("opens", "closes"))
        set_peer_window(
            course,
            PeerKind(kind),
            opens_at,
            closes_at,
            _missing(typed),
            base_version=read_version(typed),
            actor=current_actor(),
            now=arrived_at(),
        )
        flash(_("The dates are set."), "success")

    return _done(kind, act)


@pages.post("/courses/<code>/peers/assignments")
@requires(Permission.MANAGE_GROUPS)
def set_peer_assignments(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 set by hand, or drawn anew as a ring; 409 or 422 the page again with what was typed."""
    course, typed = current_course(), request.form

    def act() -> None:
        if typed.get("do") == "rotate":
            rotate_presentations(course, actor=current_actor(), now=arrived_at())
        else:
            groups = courses.groups_of(course.id)
            rated = {group.id: _group(typed, f"rates-{group.id}") for group in groups}
            assign_presentations(course, rated, actor=current_actor(), now=arrived_at())
        flash(_("Who rates whom is set."), "success")

    return _done("assignments", act)


def _missing(typed: Mapping[str, str]) -> Missing:
    chosen = typed.get("missing", "")
    if chosen not in set(Missing):
        raise Unreadable(problems=[Problem(text("Choose what becomes of those who do not rate."), "missing")])
    return Missing(chosen)


def _group(typed: Mapping[str, str], field: str) -> int | None:
    """Return the group chosen; None for none. What is no number is no group: 0 is nobody's."""
    chosen = typed.get(field, "")
    if not chosen:
        return None
    return int(chosen) if chosen.isdecimal() and chosen.isascii() and len(chosen) < 10 else 0  # noqa: PLR2004 - no id has ten digits


def _done(form: str, act: Callable[[], None]) -> Response | tuple[str, int]:
    """Run a verb; return the way back to the page, or the page again with what was typed and what is wrong."""
    try:
        act()
    except DomainError as error:
        return _page(form, show_problems(error)), status_of(error)
    return redirect(url_for("groupwork.peer_dates", code=current_course().code), 303)


def _page(form: str = "", problems: list[dict[str, Any]] | None = None) -> str:
    course = current_course()
    settings, windows = settings_of(course), peer_windows(course)
    shown = presentations(course)
    return render_template(
        "groupwork/peer_dates.html",
        settings=settings,
        windows=windows,
        states={kind.value: window.state(arrived_at()) for kind, window in windows.items()},
        rules={"within": tuple(Missing), "between": tuple(MissingGroup)},
        presentations=shown,
        options={
            group.id: [(other.id, _("group %(name)s", name=other.name)) for other in shown.groups if other is not group]
            for group in shown.groups
        },
        waiting={kind.value: missing_raters(course, kind) for kind in PeerKind},
        guessable=FEWEST_GROUPS <= len(shown.groups) <= FEW_GROUPS,
        form=form,
        typed=request.form if form else {},
        problems=problems or [],
    )
