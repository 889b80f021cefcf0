"""Signed values that browsers send again and again: cookie and CSRF token. Each worker checks the same bytes once.

A signature that was good for some bytes is good for the same bytes. How old it is is not asked: what ends a sign-in is
its row on the server, which every request looks at, and a clock that is put back must not sign everybody out in the
middle of a quiz.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

KEPT = 4096
_PLAIN = (str, int, bool, type(None))


class Signed:
    """Signs values with `serializer`, and reads those that it signed."""

    def __init__(self, serializer: URLSafeTimedSerializer) -> None:
        """Know of no value yet."""
        self._good = lru_cache(maxsize=KEPT)(serializer.loads)
        self._made = lru_cache(maxsize=KEPT)(serializer.dumps)

    def sign(self, value: str) -> str:
        """Return `value` signed; the same each time."""
        return str(self._made(value))

    def read(self, value: str) -> Any:  # noqa: ANN401 - whatever was signed
        """Return what was signed: the same object each time. Raises `BadSignature` for what is forged."""
        return self._good(value)


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
            held = self._signed.read(value)
        except BadSignature:
            return self.session_class()
        if all(isinstance(one, _PLAIN) for one in held.values()):
            return self.session_class(held)
        return self.session_class(self._serializer.loads(value))  # a list in it must be this request's own
