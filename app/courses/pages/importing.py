"""A participants file, by upload: the same import as the command's."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.config import Settings
from app.courses.pages import choices
from app.courses.pages.blueprint import pages
from app.courses.rules import COLUMNS
from app.courses.service import Imported, import_roster
from app.shared.errors import DomainError, Problem, Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.language import say
from app.shared.permissions import Permission
from app.shared.wording import text

FEW_NOTICES = 3


@pages.get("/courses/<code>/participants/import")
@requires(Permission.ENROL_PARTICIPANTS)
def import_participants(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the form, with the columns that the file has."""
    return _page(invite=True)


@pages.post("/courses/<code>/participants/import")
@requires(Permission.ENROL_PARTICIPANTS)
def take_participants(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 everybody in the file takes the course; 409, 413 or 422 nothing was changed, and why."""
    course = current_course()
    settings: Settings = current_app.extensions["settings"]
    file, invite = request.files.get("file"), "invite" in request.form
    try:
        if not file or not file.filename:
            missing = text("Choose a participants file first.")
            raise Unreadable(missing, problems=[Problem(missing, "file")])
        done = import_roster(
            course,
            cast(BinaryIO, file.stream),
            max_megabytes=settings.max_import_megabytes,
            invite_base_url=settings.base_url if invite else None,
            actor=current_actor(),
            now=arrived_at(),
        )
    except DomainError as error:
        name = file.filename if file else ""
        return _page(invite=invite, which=name or "", problems=show_problems(error)), status_of(error)
    _tell(done)
    return redirect(url_for("courses.participants", code=course.code), 303)


def _tell(done: Imported) -> None:
    flash(
        _(
            "People in the file: %(rows)s. Enrolled: %(enrolled)s; changed: %(changed)s; as they were: %(unchanged)s.",
            rows=done.rows,
            enrolled=done.enrolled,
            changed=done.changed,
            unchanged=done.unchanged,
        ),
        "success",
    )
    if done.invited:
        flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", done.invited))
    for notice in done.notices[:FEW_NOTICES]:
        flash(say(notice.reason, get_locale().language), "warning")
    more = len(done.notices) - FEW_NOTICES
    if more > 0:
        flash(
            ngettext(
                "%(num)s more person keeps the name they have.", "%(num)s more people keep the names they have.", more
            ),
            "warning",
        )


def _page(*, invite: bool, which: str = "", problems: list[dict[str, Any]] | None = None) -> str:
    settings: Settings = current_app.extensions["settings"]
    return render_template(
        "courses/import.html",
        columns=COLUMNS,
        invite=invite,
        which=which,
        problems=problems or [],
        megabytes=settings.max_import_megabytes,
        types=choices.types(),
    )
