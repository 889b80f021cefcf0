"""Whether real people use this system."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, select

from app.accounts.models import Person, RoleGrant
from app.shared.database import session
from app.shared.permissions import Role


def count_participants_outside(domains: Collection[str]) -> int:
    """Return how many participants have an address in none of `domains`, or of the domains below them."""
    outside = and_(*(Person.email_key.not_like(f"%{start}{domain}") for domain in domains for start in ("@", ".")))
    statement = (
        select(func.count(Person.id.distinct()))
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.PARTICIPANT.value, outside)
    )
    return session.scalar(statement) or 0
