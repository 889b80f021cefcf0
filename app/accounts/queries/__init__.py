"""Reads of people, roles, sign-ins and tokens."""

from app.accounts.queries.online import find_actor_by_api_token, find_actor_by_sign_in
from app.accounts.queries.people import (
    find_person,
    get_person,
    get_person_by_email,
    grants_of,
    people_by_email,
    people_by_id,
)

__all__ = [
    "find_actor_by_api_token",
    "find_actor_by_sign_in",
    "find_person",
    "get_person",
    "get_person_by_email",
    "grants_of",
    "people_by_email",
    "people_by_id",
]
