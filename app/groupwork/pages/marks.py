"""Marks by criteria: every group with how far its marking is."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts.queries import people_by_id
from app.groupwork.pages.blueprint import pages
from app.groupwork.queries.marks import group_markings, waits_for_settling
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.service.marking_settling import settle_marks
from app.rubrics.queries import decided_by_remarks
from app.rubrics.rules import SubjectKind
from app.shared.amounts import plain_number
from app.shared.errors import DomainError
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission


@pages.get("/courses/<code>/group-marks")
@requires(Permission.MARK_GROUP)
def group_marks(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every group with who marks it, what is still needed, and what counts."""
    return _page()


@pages.post("/courses/<code>/group-marks/settled")
@requires(Permission.MARK_GROUP)
def settle_group_marks(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 what counts by now, peers' ratings included, is in the gradebook; 409 the course is closed."""
    course = current_course()
    try:
        done = settle_marks(course, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(show_problems(error)), status_of(error)
    flash(ngettext("Ratings have changed %(num)s mark.", "Ratings have changed %(num)s marks.", done), "success")
    return redirect(url_for("groupwork.group_marks", code=course.code), 303)


def _page(problems: list[dict[str, object]] | None = None) -> str:
    course = current_course()
    markings = group_markings(course, arrived_at())
    markers = {mark.marker_id for marking in markings for mark in marking.marks}
    return render_template(
        "groupwork/group_marks.html",
        markings=markings,
        people=people_by_id(markers),
        settings=settings_of(course),
        decided=decided_by_remarks(course.id, SubjectKind.GROUP),
        waits=not course.is_closed and waits_for_settling(course, arrived_at()),
        problems=problems or [],
        plain=plain_number,
        unknown=_("somebody"),
    )
