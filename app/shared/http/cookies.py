"""The browser's session cookie: signed, and believed whatever the server's clock says meanwhile."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class AgelessCookies(SecureCookieSessionInterface):
    """Reads a cookie without asking how old its signature is.

    What ends a sign-in is its row on the server. Flask's own reading refuses a cookie that was signed “in the future”,
    so that a clock which is put back signs everybody out, in the middle of a quiz. Browsers drop old ones themselves.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a request; an empty one where there is no cookie of ours."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        signed = request.cookies.get(self.get_cookie_name(app))
        try:
            return self.session_class(serializer.loads(signed)) if signed else self.session_class()
        except BadSignature:
            return self.session_class()
