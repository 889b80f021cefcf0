"""Errors as answers: RFC 9457 problems for programs, a page with the same facts for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.shared import errors
from app.shared.database import session
from app.shared.errors import DomainError, NotSignedIn, Problem
from app.shared.http.access import forget_person
from app.shared.language import DEFAULT, say
from app.shared.logs import log
from app.shared.object_store import StoreUnreachable
from app.shared.wording import Text, text

_STATUS: dict[type[DomainError], HTTPStatus] = {
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.RuleBroken: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.Unreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PreconditionMissing: HTTPStatus.PRECONDITION_REQUIRED,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
}

_TITLES: dict[int, Text] = {
    400: text("The request cannot be understood"),
    401: text("Please sign in"),
    403: text("Not allowed"),
    404: text("Nothing here"),
    405: text("This address does not take that kind of request"),
    406: text("This cannot be given in the form asked for"),
    409: text("A rule forbids this"),
    412: text("Changed meanwhile"),
    413: text("Too large"),
    415: text("This kind of content is not taken"),
    422: text("Please correct the input"),
    428: text("Say which version you mean"),
    429: text("Too many tries"),
    500: text("Something went wrong on our side"),
    503: text("Busy just now"),
}
_DETAILS: dict[int, Text] = {
    400: errors.Unreadable.default_text,
    404: errors.NotFound.default_text,
    405: text("The address exists, but it answers other kinds of requests."),
    413: errors.TooLarge.default_text,
    500: text(
        "Nothing of your request was kept. Please try again; if it fails again, tell us the request number below."
    ),
    503: text("Nothing of your request was kept. Please try again in a moment."),
}


def status_of(error: DomainError) -> HTTPStatus:
    """Return the status that answers a domain error."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def register(app: Flask) -> None:
    """Answer every error of `app` as a problem."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(IntegrityError, _conflict)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeout, _database_error)
    app.register_error_handler(StoreUnreachable, _store_error)
    app.register_error_handler(Exception, _unexpected)


def show_problems(error: DomainError) -> list[dict[str, Any]]:
    """Return an error's problems in the reader's language, for a form shown again. Undoes the request's work."""
    session.rollback()
    return _as_data(error.problems or (Problem(error.text),))


def wants_page() -> bool:
    """Tell whether a person with a browser asks (and no program)."""
    if request.path.startswith("/api/"):
        return False
    accepted = request.accept_mimetypes
    return accepted.accept_html and accepted["text/html"] >= accepted["application/json"]


def _domain_error(error: DomainError) -> AnyResponse:
    if isinstance(error, NotSignedIn) and wants_page() and request.method == "GET":
        session.rollback()
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    answer = _answer(status_of(error), error.code, error.text, error.problems, error.facts)
    if isinstance(error, errors.TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _csrf_error(_error: CSRFError) -> AnyResponse:
    detail = text("The form is no longer valid. Go back, load the page again and send it once more.")
    return _answer(HTTPStatus.BAD_REQUEST, "csrf_failed", detail)


def _http_error(error: HTTPException) -> AnyResponse:
    if isinstance(error.response, AnyResponse):
        return error.response
    status = HTTPStatus(error.code or 500)
    if status < HTTPStatus.BAD_REQUEST:
        return redirect(error.get_response().location or request.url, code=status)
    data = getattr(error, "data", None) or {}
    detail = _DETAILS.get(status) or Text(error.description or "")
    code = "unreadable" if status == HTTPStatus.UNPROCESSABLE_ENTITY else status.phrase.lower().replace(" ", "_")
    response = _answer(status, code, detail, _schema_problems(data.get("messages")))
    response.headers.extend(
        {name: value for name, value in (error.get_headers() or []) if name in {"Allow", "Retry-After"}}
    )
    return response


def _conflict(error: IntegrityError) -> AnyResponse:
    log(__name__).warning("constraint refused", kind=type(error.orig).__name__)
    return _answer(HTTPStatus.CONFLICT, "conflict", text("Somebody did the same thing at the same moment. Look again."))


def _database_error(error: DBAPIError | PoolTimeout) -> AnyResponse:
    log(__name__).error("database failed", kind=type(getattr(error, "orig", error)).__name__, exc_info=error)
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "busy", _DETAILS[503])


def _store_error(error: StoreUnreachable) -> AnyResponse:
    log(__name__).error("store of files failed", exc_info=error)
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "busy", _DETAILS[503])


def _unexpected(error: Exception) -> AnyResponse:
    log(__name__).error("request failed", kind=type(error).__name__, exc_info=error)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", _DETAILS[500])


def _answer(
    status: HTTPStatus,
    code: str,
    detail: Text,
    problems: Iterable[Problem] = (),
    known: Mapping[str, Any] | None = None,
) -> AnyResponse:
    session.rollback()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        forget_person()
    language = _language()
    facts = {
        **(known or {}),
        "type": "about:blank",
        "title": say(_TITLES.get(status, Text(status.phrase)), language),
        "status": status.value,
        "detail": say(detail, language),
        "code": code,
        "request_id": g.get("request_id"),
    }
    listed = _as_data(problems)
    if listed:
        facts["problems"] = listed
    response: Response
    if wants_page():
        response = Response(render_template("error.html", problem=facts), status=status)
    else:
        response = jsonify(facts)
        response.mimetype = "application/problem+json"
        response.status_code = status
    return response


def _as_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    language = _language()
    return [
        {"where": problem.where, "line": problem.line, "reason": say(problem.reason, language)} for problem in problems
    ]


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else DEFAULT


def _schema_problems(messages: object, where: str = "") -> list[Problem]:
    """Return marshmallow's nested messages as problems; the part of the request ("json", "query") is no place."""
    if isinstance(messages, dict):
        return [
            problem for name, inner in messages.items() for problem in _schema_problems(inner, _place(where, str(name)))
        ]
    if isinstance(messages, list):
        return [Problem(Text(str(message)), where=where) for message in messages]
    return []


def _place(where: str, name: str) -> str:
    if not where and name in {"json", "query", "form", "files", "_schema"}:
        return ""
    return f"{where}.{name}" if where else name
