"""The OpenAPI document: flask-smorest writes down shapes, this adds who may call and how each call may fail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.api.declared import Declared
from app.api.schemas import ProblemSchema

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
TITLE = "e-Campus"
INTRODUCTION = """
Everything that the pages of e-Campus do, for programs.

**Signing in.** A script sends `Authorization: Bearer TOKEN` (an administrator makes one with `flask tokens create`);
a token's scopes are names of permissions. A browser posts to `/api/v1/session`, keeps the cookie, and sends the
`csrf_token` of `/api/v1/me` as `X-CSRFToken` with every write.

**Answers.** Instants are RFC 3339 in UTC. Points are strings with two decimals, rounded down, so that what reads
`60.00` has reached 60. Lists are `{"items": [...], "next_cursor": ...}`.

**Errors** are RFC 9457 problems (`application/problem+json`) with a stable `code`. 401: not signed in. 404: nothing
here, or a course you are not in. 403: inside it, without the right. 409: a rule forbids it. 412 and 428: say with
`If-Match` which stored version you mean. 422: the input cannot be read. Nothing of a refused request is kept.

**Repeating.** A POST with an `Idempotency-Key` may be sent again: the first answer comes back, nothing is done twice.
"""
_EXPLAINED = {
    HTTPStatus.BAD_REQUEST: ("csrf_failed", "The CSRF token is missing or no longer valid."),
    HTTPStatus.UNAUTHORIZED: ("not_signed_in", "Nobody is signed in, or the sign-in or token has ended."),
    HTTPStatus.FORBIDDEN: ("not_allowed", "Signed in and inside, without the right."),
    HTTPStatus.NOT_FOUND: ("not_found", "There is no such thing, or not for you."),
    HTTPStatus.CONFLICT: ("rule_broken", "A rule forbids it in the present state; `code` says which."),
    HTTPStatus.PRECONDITION_FAILED: ("stale", "`If-Match` names a version that is no longer the stored one."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", "The body is larger than the system takes."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("unsupported_media_type", "The body is of a kind that is not read here."),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "unreadable",
        "The input cannot be read or is out of range; `problems` lists every fault.",
    ),
    HTTPStatus.PRECONDITION_REQUIRED: (
        "precondition_missing",
        "Something is stored: say with `If-Match` which version you mean.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ("too_many_requests", "Too many tries; wait as long as `Retry-After` says."),
}
_SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": "ecampus", "description": "The cookie of a sign-in."},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "With the cookie, on every write: `csrf_token` of `GET /api/v1/me`.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token; its scopes are names of permissions.",
    },
}


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest's Api whose errors, in answers and in the document, are the house's own problems."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        """Set up an empty document for `app`."""
        self.declared = Declared()
        self.about: dict[str, str] = {}
        super().__init__(
            app,
            spec_kwargs={
                "title": TITLE,
                "version": "1",
                "openapi_version": "3.1.0",
                "info": {"description": INTRODUCTION.strip(), "license": {"name": "MIT", "identifier": "MIT"}},
                "servers": [{"url": "/", "description": "This system"}],
                "extra_plugins": [self.declared],
            },
        )
        for name, scheme in _SECURITY.items():
            self.spec.components.security_scheme(name, scheme)

    def data(self) -> dict[str, Any]:
        """Return the document as JSON data."""
        document: dict[str, Any] = self.spec.to_dict()
        tags = [{"name": tag, "description": self.about.get(tag, "")} for tag in self.declared.tags]
        return {**document, "tags": tags}

    def handle_http_exception(self, error: HTTPException) -> HTTPException:
        """Not called: see `_register_error_handlers`."""
        return error

    def _register_error_handlers(self) -> None:
        """Register none: `app.shared.http.problems` answers every error, here as everywhere."""

    def _register_responses(self) -> None:
        """Describe an error's answer, for every status, as a problem."""
        for status in HTTPStatus:
            code, said = _EXPLAINED.get(status, ("", status.phrase))
            self.spec.components.response(status.name, _problem(said, status, code), lazy=not code)
        self.spec.components.response("DEFAULT_ERROR", _problem("Any other failure."), lazy=True)


def _problem(said: str, status: HTTPStatus | None = None, code: str = "") -> dict[str, Any]:
    content: dict[str, Any] = {"schema": ProblemSchema}
    if status and code:
        facts = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": said, "code": code}
        content["example"] = {**facts, "request_id": "6c1a0a6e3a3b4d0e8f0a2f7d5b9c1e42"}
    return {"description": said, "content": {PROBLEM: content}}
