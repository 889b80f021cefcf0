"""Signing in, signing out, and the language of whoever reads."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import service
from app.accounts.pages.blueprint import pages
from app.accounts.pages.forms import SignInForm
from app.accounts.rules import own_path
from app.config import Settings
from app.shared.errors import DomainError, NotSignedIn, TooManyRequests
from app.shared.http import arrived_at, current_person, public, show_problems
from app.shared.http.problems import status_of
from app.shared.http.sessions import LANGUAGE_KEY, begin, current_token, end
from app.shared.language import LANGUAGES


@pages.get("/sign-in")
@public
def sign_in() -> AnyResponse:
    """Show the form; who is signed in already goes on."""
    if current_person() is not None:
        return redirect(_onwards(), code=303)
    return Response(render_template("accounts/sign_in.html", form=SignInForm(), problems=[], next=_onwards()))


@pages.post("/sign-in")
@public
def do_sign_in() -> AnyResponse:
    """303 onwards; 401 for any wrong pair; 429 after too many of them."""
    form = SignInForm()
    if not form.validate():
        return _again(form, [], 422)
    settings: Settings = current_app.extensions["settings"]
    try:
        token = service.sign_in(
            form.email.data,
            form.password.data,
            address=request.remote_addr or "",
            user_agent=request.user_agent.string,
            now=arrived_at(),
            days=settings.sign_in_days,
        )
    except (NotSignedIn, TooManyRequests) as error:
        return _refused(form, error)
    onwards, before = _onwards(), current_token()
    if before is not None:
        service.sign_out(before, now=arrived_at())
    begin(token)
    return redirect(onwards, code=303)


@pages.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """End this sign-in, wherever its cookie was copied to."""
    token = current_token()
    if token is not None:
        service.sign_out(token, now=arrived_at())
    end()
    flash(_("You are signed out."), "info")
    return redirect(url_for("accounts.sign_in"), code=303)


@pages.post("/language")
@public
def set_language() -> AnyResponse:
    """Take the language that was chosen: into the profile of who is signed in, else into the cookie."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        cookie[LANGUAGE_KEY] = chosen
        person = current_person()
        if person is not None and current_token() is not None:
            service.change_profile(
                given_name=person.given_name,
                family_name=person.family_name,
                language=chosen,
                timezone=person.timezone,
                actor=person.actor,
                now=arrived_at(),
            )
    return redirect(_onwards(), code=303)


def home_address() -> str:
    """Return where somebody goes who was on the way to nowhere in particular."""
    return url_for("progress.home") if "progress.home" in current_app.view_functions else "/"


def _onwards() -> str:
    return own_path(request.values.get("next"), default=home_address())


def _refused(form: SignInForm, error: DomainError) -> Response:
    response = _again(form, show_problems(error), status_of(error))
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _again(form: SignInForm, problems: list[dict[str, object]], status: int) -> Response:
    page = render_template("accounts/sign_in.html", form=form, problems=problems, next=_onwards())
    return Response(page, status=status)
