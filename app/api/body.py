"""What a request's body must be before any operation reads it: of a kind it reads, and well-formed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from flask import Flask, request
from werkzeug.exceptions import UnsupportedMediaType

from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

JSON = "application/json"
_HALF = re.compile("[\ud800-\udfff]")
LARGEST = 5_000_000
"""Bytes of a JSON body. Whole files of a cohort go through imports, which read a record at a time."""


def register(app: Flask, reads: Mapping[tuple[str, str], frozenset[str]]) -> None:
    """Check every request to an operation in `reads`: (endpoint, method) -> the kinds of body it reads."""

    def check() -> None:
        kinds = reads.get((request.endpoint or "", request.method))
        if not kinds or not _has_body():
            return
        if request.mimetype not in kinds and not (JSON in kinds and request.is_json):
            raise UnsupportedMediaType
        if request.is_json:
            request.max_content_length = LARGEST
            check_json(request.get_data(cache=True))

    app.before_request(check)


def _has_body() -> bool:
    return bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def check_json(raw: bytes) -> None:
    """Raise `Unreadable` unless `raw` is JSON (RFC 8259, UTF-8) whose text can be stored: no NUL, no half character."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        _refuse(text("The body is not JSON: character %(position)s.", position=error.pos + 1), line=error.lineno)
    except UnicodeDecodeError:
        _refuse(text("The body is not UTF-8."))
    except (RecursionError, ValueError):
        _refuse(text("The body holds numbers or nesting that cannot be read."))
    if not _storable(value):
        _refuse(text("The body holds characters that cannot be stored (NUL, or half of a pair)."))


def _refuse(reason: Text, line: int | None = None) -> NoReturn:
    raise Unreadable(problems=[Problem(reason, line=line)]) from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _storable(value: object) -> bool:
    """Tell whether every text in `value` can be stored. Loops instead of recursing: a body chooses its own depth."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str) and ("\0" in here or _HALF.search(here)):
            return False
        if isinstance(here, dict):
            waiting += [*here.keys(), *here.values()]
        elif isinstance(here, list):
            waiting += here
    return True
