"""Handing in: once more what is handed in and what follows, then the receipt."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.essays import service
from app.essays.pages.blueprint import pages
from app.essays.pages.writing_view import language_name, own_desk
from app.shared.errors import RuleBroken
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.language import say
from app.shared.permissions import Permission


@pages.get("/courses/<code>/essay/write/hand-in")
@requires(Permission.WRITE_ESSAY)
def confirm(code: str) -> Response | str:
    """200 what would be handed in, and what follows; 303 back where there is nothing to hand in, or not now."""
    desk = own_desk()
    if not desk.writable or desk.newest is None or not desk.newest.words:
        return redirect(url_for("essays.write", code=code), 303)
    return render_template("essays/write_confirm.html", desk=desk, language_name=language_name)


@pages.post("/courses/<code>/essay/write/hand-in")
@requires(Permission.WRITE_ESSAY)
def submit(code: str) -> Response:
    """303 to the receipt on the writing page; or back to it, with the reason why it was not handed in."""
    version = request.form.get("version", type=int)
    try:
        service.submit_essay(current_course(), version, actor=current_actor(), now=arrived_at())
    except RuleBroken as error:
        flash(say(error.text, get_locale().language), "warning")
        return redirect(url_for("essays.write", code=code), 303)
    flash(_("Handed in. A receipt is on its way to you by e-mail."), "success")
    return redirect(url_for("essays.write", code=code, _anchor="receipt"), 303)
