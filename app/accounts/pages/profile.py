"""One's own profile: names, language, zone; password; sign-ins; API tokens."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import queries, service
from app.accounts.pages.blueprint import pages
from app.accounts.pages.forms import ChangePasswordForm, Form, ProfileForm, TokenForm
from app.accounts.rules import allowed_scopes, scope_words
from app.config import Settings
from app.shared import clock
from app.shared.errors import DomainError, TooManyRequests, Unreadable
from app.shared.http import arrived_at, current_actor, show_problems, signed_in
from app.shared.http.problems import status_of
from app.shared.http.sessions import current_token, end
from app.shared.language import LANGUAGES


@pages.get("/profile")
@signed_in
def profile() -> str:
    """Show everything about one's own account."""
    return _page()


@pages.post("/profile")
@signed_in
def change_profile() -> AnyResponse:
    """303; 422 when names, language or zone cannot be used."""
    form = ProfileForm()
    if not form.validate():
        return _again(profile_form=form)
    try:
        service.change_profile(
            given_name=form.given_name.data,
            family_name=form.family_name.data or "",
            language=form.language.data,
            timezone=form.timezone.data,
            actor=current_actor(),
            now=arrived_at(),
        )
    except Unreadable as error:
        return _refused(error, form, profile_form=form)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for("accounts.profile"), code=303)


@pages.post("/profile/password")
@signed_in
def change_password() -> AnyResponse:
    """303, and every other browser is signed out; 422; 429 after too many wrong old passwords."""
    form = ChangePasswordForm()
    if not form.validate():
        return _again(password_form=form)
    settings: Settings = current_app.extensions["settings"]
    try:
        service.change_password(
            form.old_password.data,
            form.password.data,
            keep_token=current_token(),
            base_url=settings.base_url,
            actor=current_actor(),
            now=arrived_at(),
        )
    except (Unreadable, TooManyRequests) as error:
        return _refused(error, form, password_form=form)
    flash(_("Your password is changed. Every other browser was signed out."), "success")
    return redirect(url_for("accounts.profile"), code=303)


@pages.post("/profile/sign-outs")
@signed_in
def sign_out_everywhere() -> AnyResponse:
    """End every sign-in of one's own, this one too."""
    service.sign_out_everywhere(actor=current_actor(), now=arrived_at())
    end()
    flash(_("You are signed out everywhere."), "info")
    return redirect(url_for("accounts.sign_in"), code=303)


@pages.post("/profile/tokens")
@signed_in
def create_token() -> AnyResponse:
    """201 with the secret, shown this once; 422."""
    actor = current_actor()
    form = TokenForm(allowed_scopes(actor.grants))
    if not form.validate():
        return _again(token_form=form)
    try:
        secret, _token = service.create_token(
            actor.themselves(), form.name.data, form.scopes.data, days=form.days.data, actor=actor, now=arrived_at()
        )
    except Unreadable as error:
        return _refused(error, form, token_form=form)
    return Response(_page(secret=secret), status=201)


@pages.post("/profile/tokens/<int:token_id>/revocation")
@signed_in
def revoke_token(token_id: int) -> AnyResponse:
    """303; 404 for somebody else's."""
    service.revoke_token(token_id, actor=current_actor(), now=arrived_at())
    flash(_("The token is revoked."), "success")
    return redirect(url_for("accounts.profile"), code=303)


def _page(**shown: Any) -> str:  # noqa: ANN401 - what the template takes
    actor, now = current_actor(), clock.now()
    person = queries.get_person(actor.themselves())
    scopes = allowed_scopes(actor.grants)
    values: dict[str, Any] = {
        "person": person,
        "profile_form": ProfileForm(formdata=None, obj=person),
        "password_form": ChangePasswordForm(formdata=None),
        "token_form": TokenForm(scopes, formdata=None),
        "sign_ins": queries.sign_ins_of(person.id, now, current_token()),
        "tokens": queries.tokens_of(person.id, now),
        "scopes": [(scope, scope_words(scope)) for scope in scopes],
        "scope_words": scope_words,
        "problems": [],
        "secret": None,
    }
    if person.language not in LANGUAGES:
        values["profile_form"].language.data = LANGUAGES[0]
    return render_template("accounts/profile.html", **{**values, **shown})


def _refused(error: DomainError, form: Form, **shown: Any) -> Response:  # noqa: ANN401
    problems = [problem for problem in show_problems(error) if problem["where"] not in form]
    form.show(error)
    response = _again(status_of(error), problems=problems, **shown)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _again(status: int = 422, **shown: Any) -> Response:  # noqa: ANN401
    return Response(_page(**shown), status=status)
