"""Verbs on people, roles, passwords, sign-ins and tokens. They flush, and never commit."""

from app.accounts.service.people import (
    change_profile,
    create_people,
    create_person,
    disable_person,
    enable_person,
    upsert_people,
)
from app.accounts.service.roles import grant_role, grant_roles, revoke_role

__all__ = [
    "change_profile",
    "create_people",
    "create_person",
    "disable_person",
    "enable_person",
    "grant_role",
    "grant_roles",
    "revoke_role",
    "upsert_people",
]
