"""Signed values that browsers send again and again: cookie and CSRF token. Each worker checks the same bytes once.

A signature that was good for some bytes is good for the same bytes. What changes with time is checked each time: the
age here, and by the database, at every request, whether the sign-in behind it still stands.
"""

from __future__ import annotations

from functools import lru_cache
from time import time  # noqa: TID251 - signatures bear the time of itsdangerous, which reads it so
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

KEPT = 4096
_PLAIN = (str, int, bool, type(None))


class Signed:
    """Reads values that `serializer` signed."""

    def __init__(self, serializer: URLSafeTimedSerializer) -> None:
        """Know of no good value yet."""
        self._good = lru_cache(maxsize=KEPT)(lambda value: serializer.loads(value, return_timestamp=True))

    def read(self, value: str, max_age: float | None = None) -> Any:  # noqa: ANN401 - whatever was signed
        """Return what was signed: the same object each time. Raises `BadSignature`: forged, or older than `max_age`."""
        payload, signed_at = self._good(value)
        if max_age is not None and not 0 <= int(time()) - signed_at.timestamp() <= max_age:
            raise BadSignature("too old, or of a time to come")
        return payload


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie, whose signature is computed anew only where its bytes are new."""

    def __init__(self, app: Flask) -> None:
        """Make the one serializer of `app`, whose key stays."""
        serializer = super().get_signing_serializer(app)
        if serializer is None:
            raise RuntimeError("no SECRET_KEY")
        self._serializer = serializer
        self._signed = Signed(serializer)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:  # noqa: ARG002 - as Flask declares it
        """Return the serializer."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the request's cookie holds; nothing where it is none of ours."""
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return self.session_class()
        try:
            held = self._signed.read(value, app.permanent_session_lifetime.total_seconds())
        except BadSignature:
            return self.session_class()
        if all(isinstance(one, _PLAIN) for one in held.values()):
            return self.session_class(held)
        return super().open_session(app, request)  # a list in it must be this request's own
