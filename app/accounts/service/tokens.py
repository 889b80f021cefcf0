"""Verbs on API tokens: make one for oneself or, as an administrator, for somebody; revoke."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from app.accounts.models import ApiToken
from app.accounts.queries import get_person, get_token, grants_of
from app.accounts.rules import (
    API_TOKEN_PREFIX,
    LONGEST_API_TOKEN_DAYS,
    LONGEST_TOKEN_NAME,
    TOKEN_BYTES,
    TokenValue,
    allowed_scopes,
)
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.permissions import Actor, Grant, Permission
from app.shared.tokens import token_hash
from app.shared.wording import text


def create_token(
    person_id: int, name: str, scopes: Sequence[str], *, days: int, actor: Actor, now: datetime
) -> tuple[str, TokenValue]:
    """Return the secret of a new API token, which is shown once, and what is stored of it.

    Scopes are permissions that the person holds somewhere. Raises `NotAllowed` (for somebody else without the right to
    manage accounts; or an API token asks), `NotFound`, `Unreadable`.
    """
    _require(actor, person_id)
    get_person(person_id)
    wanted = sorted(set(scopes))
    _check(person_id, name, wanted, days)
    secret = API_TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken(
        token_hash=token_hash(secret),
        person_id=person_id,
        name=name.strip(),
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    after = {"token": token.id, "scopes": wanted, "days": days}
    audit.record("create_token", f"person:{person_id}", actor=actor, now=now, after=after)
    return secret, get_token(token.id)


def revoke_token(token_id: int, *, actor: Actor, now: datetime) -> TokenValue:
    """End an API token at once. Raises `NotFound` (somebody else's too), `NotAllowed` (an API token asks)."""
    token = get_token(token_id)
    if not actor.is_system and actor.person_id != token.person_id and not actor.may(Permission.MANAGE_ACCOUNTS):
        raise NotFound
    _require(actor, token.person_id)
    revoked = session.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(ApiToken.id)
    ).all()
    if revoked:
        audit.record("revoke_token", f"person:{token.person_id}", actor=actor, now=now, before={"token": token_id})
    return token


def _require(actor: Actor, person_id: int) -> None:
    if actor.person_id == person_id:
        actor.themselves()
    else:
        actor.require(Permission.MANAGE_ACCOUNTS)


def _check(person_id: int, name: str, scopes: Sequence[str], days: int) -> None:
    problems = []
    if not 0 < len(name.strip()) <= LONGEST_TOKEN_NAME or not name.isprintable():
        reason = text("Name the token, in at most %(limit)s characters, for what uses it.", limit=LONGEST_TOKEN_NAME)
        problems.append(Problem(reason, where="name"))
    if not 1 <= days <= LONGEST_API_TOKEN_DAYS:
        reason = text("A token lasts 1 to %(limit)s days.", limit=LONGEST_API_TOKEN_DAYS)
        problems.append(Problem(reason, where="days"))
    open_to = allowed_scopes(Grant(held.role, held.course_id, held.sponsor) for held in grants_of(person_id))
    problems += [
        Problem(text("The person may not do this, so a token may not either: %(scope)s", scope=scope), where="scopes")
        for scope in scopes
        if scope not in open_to
    ]
    if not scopes:
        problems.append(Problem(text("Choose what the token may do."), where="scopes"))
    if problems:
        raise Unreadable(problems=problems)
