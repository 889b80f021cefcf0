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
_ALWAYS = {"X-Content-Type-Options": "nosniff"}
"""What stands on every answer unless its view says otherwise."""
_OF_PAGES = {
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""What a browser heeds where it shows an answer: data has no links to follow, and its policy refuses every frame."""


def register(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer of `app`; `secure`: people reach it by https."""
    of_data = _ALWAYS | ({"Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains"} if secure else {})
    of_pages = of_data | _OF_PAGES

    def add(response: Response) -> Response:
        headers = response.headers
        present = {name.lower() for name, _ in headers}
        is_data = (response.mimetype or "").endswith("json")
        if "content-security-policy" not in present:
            headers.add("Content-Security-Policy", DATA_POLICY if is_data else CONTENT_POLICY)
        for name, value in (of_data if is_data else of_pages).items():
            if name.lower() not in present:
                headers.add(name, value)
        headers["X-Request-ID"] = g.get("request_id", "")
        if is_static(request.endpoint):
            fingerprinted = "v" in request.args
            headers["Cache-Control"] = (
                f"public, max-age={_YEAR}, immutable" if fingerprinted else "public, max-age=3600"
            )
        elif "cache-control" not in present:
            headers["Cache-Control"] = "private, no-store" if current_person() else "no-cache"
        return response

    app.after_request(add)
