"""Headers on every answer: a content policy without inline script, and no shared caching of private answers."""

from __future__ import annotations

from flask import Flask, Response, g, request

from app.shared.http.access import current_person
from app.shared.http.static import is_static

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""For answers that are no page: the same refusal in fewer bytes, as every save of an answer carries it."""
_YEAR = 365 * 24 * 3600


def register(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer of `app`; `secure`: people reach it by https."""

    def add(response: Response) -> Response:
        headers = response.headers
        is_data = (response.mimetype or "").endswith("json")
        headers.setdefault("Content-Security-Policy", DATA_POLICY if is_data else CONTENT_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if secure:
            headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}; includeSubDomains")
        headers["X-Request-ID"] = g.get("request_id", "")
        if is_static(request.endpoint):
            fingerprinted = "v" in request.args
            headers["Cache-Control"] = (
                f"public, max-age={_YEAR}, immutable" if fingerprinted else "public, max-age=3600"
            )
        elif "Cache-Control" not in headers:
            headers["Cache-Control"] = "private, no-store" if current_person() else "no-cache"
        return response

    app.after_request(add)
