"""Signing in and out by JSON, for pages and programs that keep a cookie. Scripts use a token instead."""

from __future__ import annotations

from flask import current_app, request
from flask_smorest import Blueprint

from app.accounts import service
from app.accounts.schemas import CredentialsSchema
from app.config import Settings
from app.shared.http import arrived_at, public
from app.shared.http.access import without_csrf
from app.shared.http.sessions import begin, current_token, end

resources = Blueprint("accounts_api", __name__)


@resources.post("/session")
@without_csrf
@resources.arguments(CredentialsSchema)
@resources.response(204)
def create_session(values: dict[str, str]) -> None:
    """204 and the session cookie; 401 for any wrong pair; 429 after too many."""
    settings: Settings = current_app.extensions["settings"]
    token = service.sign_in(
        values["email"],
        values["password"],
        address=request.remote_addr or "",
        user_agent=request.user_agent.string,
        now=arrived_at(),
        days=settings.sign_in_days,
    )
    before = current_token()
    if before is not None:
        service.sign_out(before, now=arrived_at())
    begin(token)


@resources.delete("/session")
@public
@resources.response(204)
def delete_session() -> None:
    """204: signed out, wherever this session's cookie was copied to. Without a session there is nothing to do."""
    token = current_token()
    if token is not None:
        service.sign_out(token, now=arrived_at())
    end()
