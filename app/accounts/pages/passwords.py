"""Forgotten passwords, and the page behind a mailed link."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import service
from app.accounts.pages.blueprint import pages
from app.accounts.pages.forms import ForgottenForm, NewPasswordForm
from app.config import Settings
from app.shared.errors import RuleBroken, TooManyRequests, Unreadable
from app.shared.http import arrived_at, public, show_problems
from app.shared.http.problems import status_of
from app.shared.http.sessions import end


@pages.get("/forgotten-password")
@public
def forgotten_password() -> str:
    """Ask for the address to which a link is to go."""
    return render_template("accounts/forgotten_password.html", form=ForgottenForm(), problems=[], sent=False)


@pages.post("/forgotten-password")
@public
def ask_for_link() -> AnyResponse:
    """200, the same for known and unknown addresses; 429 after too many from one network address."""
    form = ForgottenForm()
    if not form.validate():
        return _forgotten(form, [], status=422)
    try:
        service.forget_password(
            form.email.data, address=request.remote_addr or "", base_url=_base_url(), now=arrived_at()
        )
    except TooManyRequests as error:
        response = _forgotten(form, show_problems(error), status=status_of(error))
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return _forgotten(form, [], sent=True)


@pages.get("/set-password/<token>")
@public
def set_password(token: str) -> AnyResponse:
    """Show the form behind a mailed link; 409 when the link is over. Looking does not use the link up."""
    try:
        service.check_link(token, now=arrived_at())
    except RuleBroken as error:
        return _link_over(error)
    return _set_password(NewPasswordForm())


@pages.post("/set-password/<token>")
@public
def use_link(token: str) -> AnyResponse:
    """303 to the sign-in; 409 when the link is over; 422 when the password is not taken (the link stays good)."""
    form = NewPasswordForm()
    if not form.validate():
        return _set_password(form, status=422)
    try:
        service.set_password_by_link(token, form.password.data, base_url=_base_url(), now=arrived_at())
    except RuleBroken as error:
        return _link_over(error)
    except Unreadable as error:
        show_problems(error)
        form.show(error)
        return _set_password(form, status=422)
    end()
    flash(_("Your password is set. Sign in with it now."), "success")
    return redirect(url_for("accounts.sign_in"), code=303)


def _base_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def _forgotten(
    form: ForgottenForm, problems: list[dict[str, object]], *, status: int = 200, sent: bool = False
) -> Response:
    page = render_template("accounts/forgotten_password.html", form=form, problems=problems, sent=sent)
    return Response(page, status=status)


def _set_password(form: NewPasswordForm, status: int = 200) -> Response:
    return _secret(Response(render_template("accounts/set_password.html", form=form), status=status))


def _link_over(error: RuleBroken) -> Response:
    problems = show_problems(error)
    return _secret(Response(render_template("accounts/link_over.html", problems=problems), status=status_of(error)))


def _secret(response: Response) -> Response:
    """Keep the secret address out of caches and of the referrer, which names the origin only (CSRF checks that)."""
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
