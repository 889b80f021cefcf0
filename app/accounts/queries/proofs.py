"""Reads of sign-ins and API tokens, for the people they belong to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from app.accounts.models import ApiToken, Person, SignIn
from app.accounts.rules import SignInValue, TokenValue, browser_name
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.tokens import token_hash


def sign_ins_of(person_id: int, now: datetime, current_token: str | None = None) -> list[SignInValue]:
    """Return a person's sign-ins that last still, newest first."""
    current = token_hash(current_token) if current_token else None
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.expires_at > now)
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return [
        SignInValue(row.id, row.created_at, row.expires_at, browser_name(row.user_agent), row.token_hash == current)
        for row in rows
    ]


def tokens_of(person_id: int | None = None, now: datetime | None = None) -> list[TokenValue]:
    """Return API tokens, of one person or (None) of everybody; with `now` only those that may be used still."""
    statement = _tokens()
    if person_id is not None:
        statement = statement.where(ApiToken.person_id == person_id)
    if now is not None:
        statement = statement.where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    return [_token(token, email) for token, email in session.execute(statement)]


def get_token(token_id: int) -> TokenValue:
    """Return an API token. Raises `NotFound`."""
    row = session.execute(_tokens().where(ApiToken.id == token_id)).one_or_none()
    if row is None:
        raise NotFound
    return _token(*row)


def _tokens() -> Select[ApiToken, str]:
    return select(ApiToken, Person.email).join(Person, Person.id == ApiToken.person_id).order_by(ApiToken.id)


def _token(token: ApiToken, email: str) -> TokenValue:
    return TokenValue(
        id=token.id,
        person_id=token.person_id,
        email=email,
        name=token.name,
        scopes=tuple(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
    )
