"""The page on which an essay is written, and what its plain form sends. With scripts the API is called instead."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.essays import service
from app.essays.pages.blueprint import pages
from app.essays.pages.writing_view import Typed, show_writing
from app.essays.service import EssayChanged
from app.shared.errors import DomainError, NotAllowed, NotFound
from app.shared.http import arrived_at, current_actor, current_course, requires, show_problems
from app.shared.http.problems import status_of
from app.shared.permissions import Permission

Page = Response | str | tuple[str, int]


@pages.get("/courses/<code>/essay/write")
@requires(Permission.WRITE_ESSAY)
def write(code: str) -> str:  # noqa: ARG001 - the check found the course
    """200 the reader's essay as it stands; 404 the course has none."""
    return show_writing()


@pages.post("/courses/<code>/essay/write")
@requires(Permission.WRITE_ESSAY)
def save(code: str) -> Page:
    """303 saved; 409 changed elsewhere, closed or marked: the page again with what was typed; 422 it cannot be read."""
    form = request.form
    typed = Typed(form.get("text", ""), form.get("language") or None)
    base = form.get("base_version", type=int)
    try:
        written = service.write_essay(
            current_course(), typed.text, typed.language, base_version=base, actor=current_actor(), now=arrived_at()
        )
    except EssayChanged as changed:
        show_problems(changed)
        return show_writing(typed, rival=changed.stored), 409
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        return show_writing(typed, problems=show_problems(error)), status_of(error)
    if form.get("do") == "hand_in":
        return redirect(url_for("essays.confirm", code=code), 303)
    flash(ngettext("Saved: %(num)s word.", "Saved: %(num)s words.", written.version.words), "success")
    return redirect(url_for("essays.write", code=code), 303)
