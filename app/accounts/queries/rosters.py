"""What the rosters of courses need to know of people."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Subquery, or_, select

from app.accounts.models import Person, RoleGrant
from app.shared.database import session
from app.shared.permissions import Role


@cache
def people_view() -> Subquery:
    """Return people as a table that reads of other features may join: id, e-mail, names, time zone, nothing secret."""
    return select(
        Person.id, Person.email, Person.email_key, Person.given_name, Person.family_name, Person.timezone
    ).subquery("people_view")


def participants_with_access(course_id: int) -> frozenset[int]:
    """Return the people who hold the role of participant in a course and are not kept from signing in."""
    statement = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.course_id == course_id, RoleGrant.role == Role.PARTICIPANT.value, Person.disabled_at.is_(None))
    )
    return frozenset(session.scalars(statement))


def held_elsewhere(person_ids: Collection[int], course_id: int) -> frozenset[int]:
    """Return those who hold any role but participant of this course: its staff may not rename them."""
    statement = select(RoleGrant.person_id).where(
        RoleGrant.person_id.in_(person_ids),
        or_(RoleGrant.role != Role.PARTICIPANT.value, RoleGrant.course_id.is_(None), RoleGrant.course_id != course_id),
    )
    return frozenset(session.scalars(statement.distinct()))
