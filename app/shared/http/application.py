"""The Flask application: one request is one transaction, and a commit that fails is an answer that failed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from werkzeug.datastructures import MultiDict

from app.shared import clock
from app.shared.database import reading, session
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.http import addresses, idempotency, proxy
from app.shared.http.access import check_access, declared
from app.shared.wording import text

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_PLAIN = frozenset({str, int, type(None)})
"""What an address may be made of and kept for the next one; None is left out of it."""
NUL = "\0"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Application(Flask):
    """Flask, with the commit inside the part of a request whose errors become answers."""

    def __init__(self, import_name: str) -> None:
        """Set up an application without routes."""
        super().__init__(import_name)
        addresses.register(self.url_map)
        build = super().url_for
        self._address = lru_cache(maxsize=8192)(
            lambda _root, _method, endpoint, values: build(endpoint, **dict(values))
        )

    def url_for(self, /, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as Flask declares it
        """Return an address; those inside the application are worked out once, for a page holds many."""
        plain = all(type(value) in _PLAIN and name[0] != "_" for name, value in values.items())
        if not plain or endpoint[0] == "." or not has_request_context():
            return super().url_for(endpoint, **values)
        return self._address(request.script_root, request.method, endpoint, tuple(values.items()))

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func` as it is: no view here is a coroutine, and looking costs each request a dozen inspections."""
        return func

    def full_dispatch_request(self) -> Response:
        """Answer one request; a request that only reads takes no write lock."""
        g.arrived_at = proxy.arrival(request.environ, clock.now())
        with ExitStack() as stack:
            stack.enter_context(_request_context())
            g.may_write = _may_write()
            if not g.may_write:
                stack.enter_context(reading())
            return super().full_dispatch_request()

    def preprocess_request(self) -> Any:  # noqa: ANN401 - as Flask declares it
        """Check who calls, and what with, before anything else runs; nothing that comes later waits for this."""
        if NUL in request.path:
            raise NotFound
        if not g.may_write:
            return self._check()
        with reading():
            answer = self._check()
            session.commit()
        return answer

    def _check(self) -> Any:  # noqa: ANN401 - as Flask declares it
        check_access()
        _refuse_nul()
        return super().preprocess_request()

    def dispatch_request(self) -> Any:  # noqa: ANN401 - as Flask declares it
        """Run the view, then commit what it did; an answer of 400 or more leaves nothing behind."""
        if not g.may_write:
            return self._answered_by_reading()
        answer = idempotency.remembered()
        if answer is not None:
            return answer
        response = self.make_response(super().dispatch_request())
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            session.rollback()
            return response
        idempotency.remember(response)
        session.commit()
        return response

    def _answered_by_reading(self) -> Response:
        """Run a view that reads; what it does write, it commits in a transaction of its own (`writing_first`)."""
        return self.make_response(super().dispatch_request())


def _may_write() -> bool:
    """Tell whether the view may write anywhere: not in a GET, and not in one that says that it reads first."""
    if request.method in _READS:
        return False
    access = declared(request.endpoint) if request.endpoint else None
    return access is None or not access.reads_first


def _refuse_nul() -> None:
    """Refuse typed text with a NUL: no database and no file name takes one (the API checks JSON bodies itself)."""
    form = request.form if request.mimetype in _FORMS else MultiDict[str, str]()
    files = request.files.items(multi=True) if request.mimetype == "multipart/form-data" else ()
    named = [(field, file.filename or "") for field, file in files]
    typed = [*request.args.items(multi=True), *form.items(multi=True), *named]
    problems = [Problem(text("Text cannot hold a NUL character."), where=name) for name, value in typed if NUL in value]
    if problems:
        raise Unreadable(problems=problems)


def _request_context() -> Any:  # noqa: ANN401 - structlog's context manager
    unsafe_id = request.headers.get("X-Request-ID", "")
    known = unsafe_id.isascii() and unsafe_id.replace("-", "").isalnum() and len(unsafe_id) <= 40  # noqa: PLR2004
    g.request_id = unsafe_id if known else uuid.uuid4().hex
    return structlog.contextvars.bound_contextvars(request_id=g.request_id)


def arrived_at() -> datetime:
    """Return the instant at which the request reached us, in UTC. Lateness is judged by it."""
    instant: datetime = g.arrived_at
    return instant
