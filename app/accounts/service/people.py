"""Verbs on people: enter them one by one or by the thousand, change a profile, disable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, update

from app.accounts.models import ApiToken, Person, SignIn
from app.accounts.queries import get_person, people_by_email
from app.accounts.rules import NewPerson, PersonValue, Upserted, email_key, person_problems
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotFound, RuleBroken, Unreadable
from app.shared.language import LANGUAGES
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def create_person(person: NewPerson, *, actor: Actor, now: datetime) -> PersonValue:
    """Enter one person, without a password.

    Raises `NotAllowed`, `Unreadable` (address, names or zone cannot be used) and `RuleBroken` (`email_taken`).
    """
    actor.require(Permission.MANAGE_ACCOUNTS)
    _check([person])
    if people_by_email([person.email]):
        raise RuleBroken(
            text("Somebody has the e-mail address %(email)s already.", email=person.email), code="email_taken"
        )
    return create_people([person], actor=actor, now=now)[email_key(person.email)]


def create_people(
    people: Sequence[NewPerson], *, actor: Actor, now: datetime, course_id: int | None = None
) -> dict[str, PersonValue]:
    """Enter people who are not there yet, in one statement; return them by `email_key`.

    For a roster, name its course: who may enrol there may enter its people. Raises `NotAllowed`, `Unreadable`.
    """
    _require(actor, course_id)
    _check(people)
    if not people:
        return {}
    rows = [
        {
            "email": person.email.strip(),
            "email_key": email_key(person.email),
            "given_name": person.given_name,
            "family_name": person.family_name,
            "language": person.language,
            "timezone": person.timezone,
            "created_at": now,
            "version": 1,
        }
        for person in people
    ]
    made = session.execute(insert(Person).returning(Person.id, Person.email_key), rows)
    ids = {key: person_id for person_id, key in made}
    audit.record(
        "create_people",
        f"person:{next(iter(ids.values()))}" if len(ids) == 1 else "people",
        actor=actor,
        now=now,
        course_id=course_id,
        after={"person_ids": sorted(ids.values())},
    )
    return {
        email_key(person.email): PersonValue(
            id=ids[email_key(person.email)],
            email=person.email.strip(),
            given_name=person.given_name,
            family_name=person.family_name,
            language=person.language,
            timezone=person.timezone,
            activated=False,
            disabled=False,
            version=1,
        )
        for person in people
    }


def upsert_people(
    people: Sequence[NewPerson], *, actor: Actor, now: datetime, course_id: int | None = None
) -> Upserted:
    """Enter those of `people` who are new and correct the names of the others; a few statements for any number.

    Language and time zone of somebody who has a password already are left alone: they were chosen by the person.
    Raises `NotAllowed`, `Unreadable`.
    """
    _require(actor, course_id)
    _check(people)
    known = people_by_email(person.email for person in people)
    new = {email_key(person.email): person for person in people if email_key(person.email) not in known}
    created = create_people(list(new.values()), actor=actor, now=now, course_id=course_id)
    changed = {
        email_key(person.email): _corrected(known[email_key(person.email)], person)
        for person in people
        if email_key(person.email) in known
    }
    changed = {key: person for key, person in changed.items() if person != known[key]}
    _store([(known[key], person) for key, person in changed.items()], actor=actor, now=now, course_id=course_id)
    return Upserted(
        people=known | changed | created,
        created=tuple(person.id for person in created.values()),
        changed=tuple(person.id for person in changed.values()),
    )


def change_profile(
    *, given_name: str, family_name: str, language: str, timezone: str, actor: Actor, now: datetime
) -> PersonValue:
    """Change one's own names, language and time zone. Raises `NotAllowed` (an API token asks), `Unreadable`."""
    before = get_person(actor.themselves())
    wanted = replace(
        before,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        language=language,
        timezone=timezone,
    )
    _check([NewPerson(before.email, wanted.given_name, wanted.family_name, language, timezone)])
    if language not in LANGUAGES:
        raise Unreadable(text("There is no such language here."))
    if wanted != before:
        _store([(before, replace(wanted, version=before.version + 1))], actor=actor, now=now, course_id=None)
    return get_person(before.id)


def disable_person(person_id: int, *, actor: Actor, now: datetime) -> None:
    """Keep a person from signing in, at once and everywhere; what they did stays. Raises `NotAllowed`, `NotFound`."""
    _switch(person_id, now, "disable_person", actor=actor, now=now)
    session.execute(delete(SignIn).where(SignIn.person_id == person_id))
    session.execute(
        update(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )


def enable_person(person_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a disabled person sign in again. Raises `NotAllowed`, `NotFound`."""
    _switch(person_id, None, "enable_person", actor=actor, now=now)


def _switch(person_id: int, disabled_at: datetime | None, action: str, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.MANAGE_ACCOUNTS)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    if (person.disabled_at is None) == (disabled_at is None):
        return
    person.disabled_at = disabled_at
    audit.record(action, f"person:{person_id}", actor=actor, now=now)
    session.flush()


def _require(actor: Actor, course_id: int | None) -> None:
    needed = Permission.MANAGE_ACCOUNTS if course_id is None else Permission.ENROL_PARTICIPANTS
    actor.require(needed, course_id)


def _check(people: Sequence[NewPerson]) -> None:
    problems = [problem for person in people for problem in person_problems(person)]
    if problems:
        raise Unreadable(problems=problems)


def _corrected(known: PersonValue, person: NewPerson) -> PersonValue:
    named = replace(
        known,
        given_name=person.given_name or known.given_name,
        family_name=person.family_name or known.family_name,
    )
    if not known.activated:
        named = replace(named, language=person.language, timezone=person.timezone)
    return named if named == known else replace(named, version=known.version + 1)


_FIELDS = ("given_name", "family_name", "language", "timezone")


def _store(
    changes: Sequence[tuple[PersonValue, PersonValue]], *, actor: Actor, now: datetime, course_id: int | None
) -> None:
    if not changes:
        return
    rows = [
        {"id": after.id, "version": after.version, **{field: getattr(after, field) for field in _FIELDS}}
        for _before, after in changes
    ]
    session.execute(update(Person), rows)
    for before, after in changes:
        changed = [field for field in _FIELDS if getattr(before, field) != getattr(after, field)]
        audit.record(
            "change_person",
            f"person:{after.id}",
            actor=actor,
            now=now,
            course_id=course_id,
            personal={
                **{f"{field}_before": getattr(before, field) for field in changed},
                **{field: getattr(after, field) for field in changed},
            },
            person_id=after.id,
        )
