"""Values, passwords, links and scopes: what holds for accounts, without a database."""

from app.accounts.rules.values import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    GrantValue,
    NewGrant,
    NewPerson,
    PersonValue,
    SignInValue,
    TokenValue,
    Upserted,
    email_key,
    email_problem,
    is_zone,
    permission_to_grant,
    person_problems,
    zone_names,
)

__all__ = [
    "LONGEST_EMAIL",
    "LONGEST_NAME",
    "GrantValue",
    "NewGrant",
    "NewPerson",
    "PersonValue",
    "SignInValue",
    "TokenValue",
    "Upserted",
    "email_key",
    "email_problem",
    "is_zone",
    "permission_to_grant",
    "person_problems",
    "zone_names",
]
