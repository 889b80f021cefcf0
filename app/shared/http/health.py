"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from app.shared.database import session
from app.shared.http.access import public

pages = Blueprint("health", __name__)


@pages.get("/health/live")
@public
def live() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="ok")


@pages.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """200 when the database answers and has tables; 503 otherwise, so that no traffic is sent here."""
    try:
        version = session.execute(sql("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError:
        return jsonify(status="unavailable", database="no answer, or not set up"), 503
    return jsonify(status="ok", database="ok", migration=version), 200
