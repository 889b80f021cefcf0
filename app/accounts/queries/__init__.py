"""Reads of people, roles, sign-ins and tokens."""

from app.accounts.queries.online import find_actor_by_api_token, find_actor_by_sign_in
from app.accounts.queries.outsiders import count_participants_outside
from app.accounts.queries.people import (
    find_person,
    get_person,
    get_person_by_email,
    grants_of,
    people_by_email,
    people_by_id,
)
from app.accounts.queries.proofs import get_token, sign_ins_of, tokens_of
from app.accounts.queries.rosters import held_elsewhere, participants_with_access, people_view
from app.accounts.queries.teams import team_of

__all__ = [
    "count_participants_outside",
    "find_actor_by_api_token",
    "find_actor_by_sign_in",
    "find_person",
    "get_person",
    "get_person_by_email",
    "get_token",
    "grants_of",
    "held_elsewhere",
    "participants_with_access",
    "people_by_email",
    "people_by_id",
    "people_view",
    "sign_ins_of",
    "team_of",
    "tokens_of",
]
