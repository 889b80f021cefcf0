"""Who looks after a course."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.accounts.models import Person, RoleGrant
from app.accounts.rules import Teammate
from app.shared.database import rows_of
from app.shared.permissions import Role

TEAM = (Role.ACTIVITY_MANAGER, Role.TUTOR, Role.EXPERT, Role.ASSISTANT)
"""The roles that participants turn to, in the order in which a course page names them."""

_TEAM = (
    select(Person.id, Person.email, Person.given_name, Person.family_name, RoleGrant.role)
    .join(RoleGrant, RoleGrant.person_id == Person.id)
    .where(RoleGrant.course_id == bindparam("course_id"), RoleGrant.role.in_([role.value for role in TEAM]))
    .where(Person.disabled_at.is_(None))
)


def team_of(course_id: int) -> tuple[Teammate, ...]:
    """Return the people who look after a course and may sign in: by role, then by name."""
    team = [
        Teammate(row.id, row.email, f"{row.given_name} {row.family_name}".strip(), Role(row.role))
        for row in rows_of(_TEAM, course_id=course_id)
    ]
    return tuple(sorted(team, key=lambda one: (TEAM.index(one.role), one.name, one.email)))
