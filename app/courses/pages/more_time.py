"""A participant's own deadlines: what was granted, what was asked for, and asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.courses import queries, service
from app.courses.documents.calendar import Event, as_calendar
from app.courses.pages.blueprint import pages
from app.courses.rules import CourseValue, EnrolmentValue, Localized, deadlines_among, that_count
from app.shared.errors import DomainError, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.language import pick
from app.shared.permissions import Permission
from app.shared.running import settings


@pages.get("/courses/<code>/more-time")
@requires(Permission.ASK_FOR_EXTENSION)
def more_time(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the reader's deadlines, why they are so, and what was asked for; 404 who does not take the course."""
    return _page()


@pages.post("/courses/<code>/more-time")
@requires(Permission.ASK_FOR_EXTENSION)
def ask_for_extension(code: str) -> Response | tuple[str, int]:  # noqa: ARG001
    """303 asked; 409 or 422 the page again with what was typed."""
    course = current_course()
    try:
        piece = queries.find_piece(course.id, request.form.get("piece", ""))
        reason = request.form.get("reason", "")
        service.ask_for_extension(course, piece, reason, actor=current_actor(), now=arrived_at())
    except DomainError as error:
        return _page(problems=show_problems(error)), status_of(error)
    flash(_("Your request is with the tutors. The answer comes by mail and will also appear here."), "success")
    return redirect(url_for("courses.more_time", code=course.code), 303)


@pages.get("/courses/<code>/more-time/calendar.ics")
@requires(Permission.ASK_FOR_EXTENSION)
def calendar(code: str) -> Response:  # noqa: ARG001 - the check found the course
    """200 the reader's deadlines and the course's sessions as a calendar file; 404 who does not take the course."""
    course, enrolment, now = current_course(), _own_enrolment(), arrived_at()
    content = as_calendar(course.code, (*_deadlines(course, enrolment), *_sessions(course)), now=now)
    name = f'attachment; filename="{course.code}.ics"'
    return Response(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


def _deadlines(course: CourseValue, enrolment: EnrolmentValue) -> Iterator[Event]:
    link = f"{settings().base_url}{url_for('courses.more_time', code=course.code)}"
    pieces = queries.pieces_of(course.id)
    own = queries.deadlines_of(course, pieces, enrolment)
    for piece in pieces:
        deadline = own[piece.id]
        if deadline.closes_at is None:
            continue
        title = _("%(piece)s, %(course)s: it ends", piece=_said(piece.title), course=course.code)
        minutes = deadline.limit // timedelta(minutes=1) if deadline.limit else 0
        limit = _("Time limit once started, in minutes: %(minutes)s", minutes=minutes) if minutes else ""
        about = " ".join(filter(None, (_("An extension moves this: fetch the calendar again then."), limit)))
        uid = f"piece-{piece.id}-{enrolment.id}@{_host()}"
        yield Event(uid, title, deadline.closes_at, deadline.closes_at, about, link, alarm=True)


def _sessions(course: CourseValue) -> Iterator[Event]:
    for one in queries.sessions_of(course.id):
        title = f"{_said(one.title)} ({course.code})"
        yield Event(f"session-{one.id}@{_host()}", title, one.starts_at, one.ends_at, _said(one.note))


def _said(localized: Localized) -> str:
    return pick(localized, str(get_locale()))


def _host() -> str:
    return urlsplit(settings().base_url).hostname or "localhost"


def _page(problems: list[dict[str, Any]] | None = None) -> str:
    course, enrolment = current_course(), _own_enrolment()
    pieces = queries.pieces_of(course.id)
    extensions = queries.extensions_for(enrolment)
    deadlines = deadlines_among(course, pieces, [enrolment], [one.granted for one in extensions])[enrolment.id]
    return render_template(
        "courses/own_time.html",
        enrolment=enrolment,
        pieces=pieces,
        deadlines=deadlines,
        reasons={piece.id: that_count(deadlines[piece.id], extensions, piece.id) for piece in pieces},
        requests=queries.requests_of(course.id, enrolment.id),
        typed=request.form if problems else {},
        chosen=request.args.get("piece", ""),
        problems=problems or [],
    )


def _own_enrolment() -> EnrolmentValue:
    person_id = current_actor().person_id
    enrolment = queries.find_enrolment(current_course().id, person_id) if person_id else None
    if enrolment is None:
        raise NotFound
    return enrolment
