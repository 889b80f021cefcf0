"""Who is behind a sign-in or an API token: one statement each, because every request asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import ApiToken, Person, RoleGrant, SignIn
from app.shared.database import session
from app.shared.permissions import Actor, Grant, PersonOnline, Role


def find_actor_by_sign_in(token_hash: str, now: datetime) -> PersonOnline | None:
    """Return who signed in with this token; None when it is unknown, over, or the person is disabled."""
    return _found(
        _online(SignIn.id)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.token_hash == token_hash, SignIn.expires_at > now)
    )


def find_actor_by_api_token(token_hash: str, now: datetime) -> PersonOnline | None:
    """Return whose API token this is, limited to its scopes; None when it is unknown, over or revoked."""
    return _found(
        _online(ApiToken.scopes)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.token_hash == token_hash, ApiToken.expires_at > now, ApiToken.revoked_at.is_(None))
    )


def _online(proof: Any) -> Select[Any]:  # noqa: ANN401 - a column of either table
    return (
        select(Person, RoleGrant, proof.label("proof"))
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.disabled_at.is_(None))
        .order_by(RoleGrant.id)
    )


def _found(statement: Select[Any]) -> PersonOnline | None:
    rows = session.execute(statement).all()
    if not rows:
        return None
    person: Person = rows[0][0]
    grants = tuple(
        Grant(Role(grant.role), grant.course_id, grant.sponsor) for _person, grant, _proof in rows if grant is not None
    )
    proof = rows[0].proof
    scopes = frozenset(proof) if isinstance(proof, list) else None
    return PersonOnline(
        actor=Actor(person_id=person.id, label=f"person:{person.id}", grants=grants, scopes=scopes),
        email=person.email,
        given_name=person.given_name,
        family_name=person.family_name,
        language=person.language,
        timezone=person.timezone,
    )
