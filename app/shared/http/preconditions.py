"""`ETag` and `If-Match`: nobody overwrites unseen what somebody else stored meanwhile."""

from __future__ import annotations

from flask import request
from werkzeug.http import quote_etag

from app.shared.errors import PreconditionMissing, Stale


def etag(version: int | str) -> str:
    """Return the entity tag for a stored thing's version."""
    return quote_etag(str(version))


def check_precondition(version: int | str | None) -> None:
    """Compare the request's `If-Match` with what is stored (None: nothing yet).

    Raises `PreconditionMissing` when something is stored and the caller names no version, `Stale` when it names
    another one.
    """
    if version is None:
        if request.if_match:
            raise Stale
        return
    if not request.if_match:
        raise PreconditionMissing
    if not _matches(str(version)):
        raise Stale


def _matches(version: str) -> bool:
    """Tell whether If-Match names `version`; compression adds its name to the tag of the answer it packed."""
    named = request.if_match
    return named.star_tag or any((tag or "").split(":")[0] == version for tag in named.as_set())
