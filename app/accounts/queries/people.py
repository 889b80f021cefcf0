"""Reads of people and their roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Row, Select, select

from app.accounts.models import Person, RoleGrant
from app.accounts.rules import GrantValue, PersonValue, email_key
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.permissions import Role
from app.shared.wording import text

CHUNK = 1000
T = TypeVar("T")


def get_person(person_id: int) -> PersonValue:
    """Return a person. Raises `NotFound`."""
    row = session.execute(_people().where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NotFound
    return _person(row)


def find_person(email: str) -> PersonValue | None:
    """Return the person of an e-mail address, however it is typed; None for nobody."""
    row = session.execute(_people().where(Person.email_key == email_key(email))).one_or_none()
    return _person(row) if row else None


def get_person_by_email(email: str) -> PersonValue:
    """Return the person of an e-mail address. Raises `NotFound`, naming the address."""
    person = find_person(email)
    if person is None:
        raise NotFound(text("Nobody has the e-mail address %(email)s.", email=email))
    return person


def people_by_email(emails: Iterable[str]) -> dict[str, PersonValue]:
    """Return those of `emails` who have an account, by `email_key`. One statement for each thousand."""
    keys = sorted({email_key(email) for email in emails})
    return {
        row.email_key: _person(row)
        for some in _chunks(keys)
        for row in session.execute(_people().where(Person.email_key.in_(some)))
    }


def people_by_id(person_ids: Iterable[int]) -> dict[int, PersonValue]:
    """Return people by their ids. One statement for each thousand."""
    return {
        row.id: _person(row)
        for some in _chunks(sorted(set(person_ids)))
        for row in session.execute(_people().where(Person.id.in_(some)))
    }


def grants_of(person_id: int | None = None) -> list[GrantValue]:
    """Return the roles of one person, or of everybody who holds any other than participant, by e-mail."""
    statement = select(RoleGrant, Person.email).join(Person, Person.id == RoleGrant.person_id)
    if person_id is None:
        statement = statement.where(RoleGrant.role != Role.PARTICIPANT)
    else:
        statement = statement.where(RoleGrant.person_id == person_id)
    ordered = statement.order_by(Person.email_key, RoleGrant.course_id, RoleGrant.role)
    return [
        GrantValue(grant.id, grant.person_id, email, Role(grant.role), grant.course_id, grant.sponsor)
        for grant, email in session.execute(ordered)
    ]


def _people() -> Select[int, str, str, str, str, str, str, bool, bool, int]:
    return select(
        Person.id,
        Person.email,
        Person.email_key,
        Person.given_name,
        Person.family_name,
        Person.language,
        Person.timezone,
        Person.password_hash.is_not(None).label("activated"),
        Person.disabled_at.is_not(None).label("disabled"),
        Person.version,
    )


def _person(row: Row[int, str, str, str, str, str, str, bool, bool, int]) -> PersonValue:
    return PersonValue(
        id=row.id,
        email=row.email,
        given_name=row.given_name,
        family_name=row.family_name,
        language=row.language,
        timezone=row.timezone,
        activated=row.activated,
        disabled=row.disabled,
        version=row.version,
    )


def _chunks(values: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
