"""Entering the people of a roster, with the limits of who may correct whose name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import held_elsewhere, people_by_email
from app.accounts.rules import NewPerson, PersonValue
from app.accounts.service import upsert_people
from app.courses.rules import Newcomer
from app.shared.errors import Problem
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


@dataclass(frozen=True, slots=True)
class Entered:
    """Everybody by e-mail key, who of them is new, and whose name was left as it is."""

    people: Mapping[str, PersonValue]
    created: frozenset[int]
    notices: tuple[Problem, ...]


def enter_people(newcomers: Sequence[Newcomer], course_id: int, *, actor: Actor, now: datetime) -> Entered:
    """Enter who is new and correct the names of the others, in a few statements.

    Who manages one course cannot rename somebody who belongs to another one too or works here: their name stands on
    other people's certificates and screens. Such a row enrols the person under the name they have, with a notice.
    """
    known = people_by_email(newcomer.email for newcomer in newcomers)
    protected = _protected(known, course_id, actor)
    wanted = [
        NewPerson(
            email=newcomer.email,
            given_name=newcomer.given_name,
            family_name=newcomer.family_name,
            language=newcomer.language,
            timezone=newcomer.timezone,
        )
        for newcomer in newcomers
        if newcomer.key not in protected
    ]
    entered = upsert_people(wanted, actor=actor, now=now, course_id=course_id)
    notices = (_kept(newcomer, protected[newcomer.key]) for newcomer in newcomers if newcomer.key in protected)
    return Entered(
        people={**known, **entered.people},
        created=frozenset(entered.created),
        notices=tuple(notice for notice in notices if notice is not None),
    )


def _protected(known: Mapping[str, PersonValue], course_id: int, actor: Actor) -> dict[str, PersonValue]:
    if not known or actor.may(Permission.MANAGE_ACCOUNTS):
        return {}
    elsewhere = held_elsewhere([person.id for person in known.values()], course_id)
    return {key: person for key, person in known.items() if person.id in elsewhere}


def _kept(newcomer: Newcomer, person: PersonValue) -> Problem | None:
    if (newcomer.given_name, newcomer.family_name) == (person.given_name, person.family_name):
        return None
    reason = text(
        "%(email)s keeps the name %(name)s: this person belongs to other courses or works here. "
        "An administrator can change it.",
        email=newcomer.email,
        name=person.name,
    )
    return Problem(reason, where="family_name", line=newcomer.line or None)
