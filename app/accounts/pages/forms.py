"""The forms of accounts: what they hold and how their fields are called. Verbs check the values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, IntegerField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from app.accounts.rules import API_TOKEN_DAYS, LONGEST_TOKEN_NAME, zone_names
from app.shared.errors import DomainError

_needed = InputRequired(_("Please fill this in."))
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


class Form(FlaskForm):
    """A form whose CSRF token is checked before the view runs, and whose fields show a verb's problems."""

    class Meta:
        """No second check of the token."""

        csrf = False

    def show(self, error: DomainError) -> None:
        """Put each problem of `error` that names a field beside it."""
        for problem in error.problems:
            if problem.where in self:
                field = self[problem.where]
                field.errors = [*field.errors, problem.reason]


class SignInForm(Form):
    """An e-mail address and a password."""

    email = EmailField(_("E-mail address"), validators=[_needed])
    password = PasswordField(_("Password"), validators=[_needed])


class ForgottenForm(Form):
    """The address to which a link is to go."""

    email = EmailField(_("E-mail address"), validators=[_needed])


class NewPasswordForm(Form):
    """A new password, typed once: it can be shown, and set again."""

    password = PasswordField(_("New password"), validators=[_needed])


class ProfileForm(Form):
    """What a person tells of themselves."""

    given_name = StringField(_("Given name"), validators=[_needed])
    family_name = StringField(_("Family name"))
    language = SelectField(_("Language"), choices=LANGUAGE_NAMES)
    timezone = SelectField(_("Time zone"))

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - as WTForms takes them
        super().__init__(**values)
        self.timezone.choices = _zones(self.timezone.data)


class ChangePasswordForm(NewPasswordForm):
    """The present password and the new one."""

    old_password = PasswordField(_("Present password"), validators=[_needed])


class TokenForm(Form):
    """What a new API token is for, what it may do, and how long."""

    name = StringField(_("What uses it"), validators=[_needed], render_kw={"maxlength": LONGEST_TOKEN_NAME})
    scopes = SelectMultipleField(_("What it may do"))
    days = IntegerField(_("Days until it ends"), default=API_TOKEN_DAYS, validators=[_needed])

    def __init__(self, scopes: Iterable[str], **values: Any) -> None:  # noqa: ANN401 - as WTForms takes them
        super().__init__(**values)
        self.scopes.choices = {scope: scope for scope in scopes}


_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def _zones(current: str | None) -> dict[str, str | dict[str, str]]:
    """Return zones by area, without the old names that others have replaced, but for the one in use."""
    zones: dict[str, str | dict[str, str]] = {"UTC": "UTC"}
    for area in _AREAS:
        names = (zone for zone in sorted(zone_names()) if zone.startswith(f"{area}/"))
        zones[area] = {zone: zone.partition("/")[2].replace("_", " ") for zone in names}
    if current in zone_names() and current.partition("/")[0] not in {*_AREAS, "UTC"}:
        zones[current] = current
    return zones
