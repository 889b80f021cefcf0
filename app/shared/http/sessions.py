"""The browser's cookie: which sign-in it carries. The sign-in itself is a row on the server."""

from __future__ import annotations

import secrets

from flask import session as cookie
from flask_login import current_user, login_user, logout_user

from app.shared import clock
from app.shared.errors import NotSignedIn
from app.shared.http.access import SignedIn, finders
from app.shared.tokens import token_hash

LANGUAGE_KEY = "language"
_UNREAD = ("_id", "_fresh")
"""What Flask-Login puts into the cookie for a protection that is off here: 128 letters that would travel with every
save of an answer."""


def begin(token: str) -> None:
    """Give the browser a new session for the sign-in of `token`; nothing of the one before goes over (no fixation)."""
    person = finders().by_sign_in(token_hash(token), clock.now())
    if person is None:
        raise NotSignedIn
    chosen = cookie.get(LANGUAGE_KEY)
    cookie.clear()
    if chosen:
        cookie[LANGUAGE_KEY] = chosen
    cookie.permanent = True
    cookie["csrf_token"] = secrets.token_urlsafe(16)  # Flask-WTF would make one of 40 letters, which travels twice
    login_user(SignedIn(token, person))
    for name in _UNREAD:
        cookie.pop(name, None)


def end() -> None:
    """Empty the browser's session but for the language of its visitor."""
    chosen = cookie.get(LANGUAGE_KEY)
    logout_user()
    cookie.clear()
    if chosen:
        cookie[LANGUAGE_KEY] = chosen


def current_token() -> str | None:
    """Return the secret of the browser's sign-in; None for a stranger and for a script with an API token."""
    if not current_user.is_authenticated or current_user.person.actor.scopes is not None:
        return None
    return str(current_user.token)
