"""Who is behind a sign-in or an API token: one statement each, because every request asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, null, select

from app.accounts.models import ApiToken, Person, RoleGrant, SignIn
from app.shared.database import rows_of
from app.shared.permissions import Actor, Grant, PersonOnline, Role

_PERSON: Any = Person.__table__
_GRANT: Any = RoleGrant.__table__
_SIGN_IN: Any = SignIn.__table__
_TOKEN: Any = ApiToken.__table__
"""Tables and not mapped classes, and statements made once: every request passes here."""


def _online(table: Any, scopes: Any, *valid: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - either table of proofs
    p, g = _PERSON.c, _GRANT.c
    return (
        select(
            p.id, p.email, p.given_name, p.family_name, p.language, p.timezone, scopes, g.role, g.course_id, g.sponsor
        )
        .select_from(table.join(_PERSON, p.id == table.c.person_id).outerjoin(_GRANT, g.person_id == p.id))
        .where(table.c.token_hash == bindparam("token_hash"), table.c.expires_at > bindparam("now"), *valid)
        .where(p.disabled_at.is_(None))
        .order_by(g.id)
    )


_BY_SIGN_IN = _online(_SIGN_IN, null().label("scopes"))
_BY_API_TOKEN = _online(_TOKEN, _TOKEN.c.scopes, _TOKEN.c.revoked_at.is_(None))


def find_actor_by_sign_in(token_hash: str, now: datetime) -> PersonOnline | None:
    """Return who signed in with this token; None when it is unknown, over, or the person is disabled."""
    return _found(_BY_SIGN_IN, token_hash, now)


def find_actor_by_api_token(token_hash: str, now: datetime) -> PersonOnline | None:
    """Return whose API token this is, limited to its scopes; None when it is unknown, over or revoked."""
    return _found(_BY_API_TOKEN, token_hash, now)


def _found(statement: Select[*tuple[Any, ...]], token_hash: str, now: datetime) -> PersonOnline | None:
    rows = rows_of(statement, token_hash=token_hash, now=now)
    if not rows:
        return None
    person_id, email, given_name, family_name, language, timezone, scopes, *_ = rows[0]
    grants = tuple(Grant(Role(role), course_id, sponsor) for *_, role, course_id, sponsor in rows if role is not None)
    return PersonOnline(
        actor=Actor(person_id, f"person:{person_id}", grants, None if scopes is None else frozenset(scopes)),
        email=email,
        given_name=given_name,
        family_name=family_name,
        language=language,
        timezone=timezone,
    )
