"""Earlier versions of the own essay: read, and brought back as a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.essays import queries, service
from app.essays.pages.blueprint import pages
from app.essays.pages.writing_view import own_desk
from app.essays.rules import paragraphs
from app.shared.errors import NotFound, RuleBroken
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.language import say
from app.shared.permissions import Permission


@pages.get("/courses/<code>/essay/write/versions")
@requires(Permission.WRITE_ESSAY)
def versions(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 every version that is kept, the newest first."""
    desk = own_desk()
    lines = queries.lines_of(desk.essay.id) if desk.essay else []
    handed_in = {one.version: one for one in desk.submissions}
    return render_template("essays/write_versions.html", desk=desk, lines=lines, handed_in=handed_in)


@pages.get("/courses/<code>/essay/write/versions/<int:number>")
@requires(Permission.WRITE_ESSAY)
def version(code: str, number: int) -> str:  # noqa: ARG001
    """200 one version to read; 404 there is none of this number."""
    desk = own_desk()
    found = queries.find_version(desk.essay, number) if desk.essay else None
    if found is None:
        raise NotFound
    return render_template("essays/write_version.html", desk=desk, version=found, paragraphs=paragraphs(found.text))


@pages.post("/courses/<code>/essay/write/versions/<int:number>")
@requires(Permission.WRITE_ESSAY)
def bring_back(code: str, number: int) -> Response:
    """303 it is the newest version again; or it is not, and why; 404 there is none of this number."""
    base = request.form.get("base_version", type=int)
    try:
        done = service.bring_back(current_course(), number, base_version=base, actor=current_actor(), now=arrived_at())
    except RuleBroken as error:
        flash(say(error.text, get_locale().language), "warning")
    else:
        words = _("Version %(number)s is back, as version %(newest)s.", number=number, newest=done.version.number)
        flash(words, "success")
    return redirect(url_for("essays.write", code=code), 303)
