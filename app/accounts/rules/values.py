"""What reads of this feature hand out, and what its verbs take: frozen values. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from app.shared.errors import Problem
from app.shared.permissions import Permission, Role
from app.shared.wording import text

LONGEST_EMAIL = 254
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person as stored. `activated`: has set a password; `disabled`: may not sign in any more."""

    id: int
    email: str
    given_name: str
    family_name: str
    language: str
    timezone: str
    activated: bool
    disabled: bool
    version: int

    @property
    def name(self) -> str:
        """Given and family name, as one reads them aloud."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody who looks after a course, and in which role."""

    person_id: int
    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody who is to be entered, or entered again with corrected names."""

    email: str
    given_name: str = ""
    family_name: str = ""
    language: str = "en"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Upserted:
    """What entering people did: everybody by `email_key`, and who of them is new."""

    people: dict[str, PersonValue]
    created: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role to give: to whom, in which course (None: in all), and for a sponsor whose participants it sees."""

    person_id: int
    role: Role
    course_id: int | None = None
    sponsor: str | None = None


@dataclass(frozen=True, slots=True)
class GrantValue:
    """A role that somebody holds."""

    id: int
    person_id: int
    email: str
    role: Role
    course_id: int | None
    sponsor: str | None


@dataclass(frozen=True, slots=True)
class SignInValue:
    """One of a person's sign-ins; `current` marks the one that asks."""

    id: int
    created_at: datetime
    expires_at: datetime
    user_agent: str
    current: bool


@dataclass(frozen=True, slots=True)
class TokenValue:
    """An API token without its secret."""

    id: int
    person_id: int
    email: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def email_key(email: str) -> str:
    """Return what an e-mail address is compared and found by: case and Unicode form do not tell two people apart."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def email_problem(email: str) -> Problem | None:
    """Return what is wrong with the shape of an address; None when mail may be sent to it."""
    local, _, domain = email.strip().rpartition("@")
    printable = email.isprintable() and not any(letter in email for letter in " ,;<>\"'()[]\\:")
    dotted = ("." in domain and all(domain.split("."))) or domain == "localhost"
    if local and "@" not in local and dotted and printable and len(email_key(email)) <= LONGEST_EMAIL:
        return None
    return Problem(text("This is not an e-mail address: %(email)s", email=email[:LONGEST_EMAIL]), where="email")


def permission_to_grant(role: Role) -> Permission:
    """Return what giving or taking `role` needs: who enrols may make participants, and nobody else."""
    return Permission.ENROL_PARTICIPANTS if role is Role.PARTICIPANT else Permission.MANAGE_ACCOUNTS


def person_problems(person: NewPerson) -> list[Problem]:
    """Return what keeps somebody from being entered: address, names, language, zone. Empty when nothing does."""
    problems = [email_problem(person.email)]
    problems += [_name_problem("given_name", person.given_name), _name_problem("family_name", person.family_name)]
    if not is_zone(person.timezone):
        reason = text("There is no time zone %(zone)s. Zones read like Africa/Harare.", zone=person.timezone)
        problems.append(Problem(reason, where="timezone"))
    return [problem for problem in problems if problem is not None]


def is_zone(name: str) -> bool:
    """Tell whether `name` is an IANA time zone."""
    return name in zone_names()


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all IANA time zones. Kept, because asking the system takes 10 ms."""
    return frozenset(available_timezones())


JOINERS = "\u200c\u200d\u200e\u200f"
"""What Persian and Indic names need, and marks of direction: they reach no further than the name."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of what is no letter: what turns the words around a name, or no file can hold, is among them."""


def _name_problem(where: str, name: str) -> Problem | None:
    if len(name) > LONGEST_NAME:
        return Problem(text("A name has at most %(limit)s characters.", limit=LONGEST_NAME), where=where)
    if any(unicodedata.category(letter) in _INVISIBLE and letter not in JOINERS for letter in name):
        return Problem(text("A name has no control characters or line breaks."), where=where)
    return None
