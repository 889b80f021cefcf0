"""Verbs on passwords. Setting one ends the person's other sign-ins and voids every link that was mailed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.models import MailedLink, Person
from app.accounts.rules import email_key, password_problem
from app.accounts.service import hashing
from app.accounts.service.sign_ins import BY_EMAIL, end_sign_ins
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared import audit, limits
from app.shared.database import session
from app.shared.errors import NotFound, Problem, Unreadable
from app.shared.limits import Limit
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

OLD_PASSWORD = Limit("old password by person", times=10, seconds=900)


def check_password(password: str, email: str, names: Iterable[str]) -> None:
    """Raise `Unreadable` when `password` is not one that is taken for this person."""
    reason = password_problem(password, email, names)
    if reason is not None:
        raise Unreadable(reason, problems=[Problem(reason, where="password")])


def change_password(old: str, new: str, *, keep_token: str | None, base_url: str, actor: Actor, now: datetime) -> None:
    """Change the actor's own password with the old one; end all sign-ins but that of `keep_token`.

    Nothing else may happen before it in its transaction. Raises `NotAllowed` (an API token asks), `TooManyRequests`
    and `Unreadable` (the old one is wrong, or the new one is not taken).
    """
    person_id = actor.themselves()
    limits.spend(OLD_PASSWORD, str(person_id))
    person = _get(person_id)
    stored, email, names = person.password_hash, person.email, (person.given_name, person.family_name)
    hashing.let_go()
    if not hashing.matches(stored, old):
        reason = text("This is not your present password.")
        raise Unreadable(reason, problems=[Problem(reason, where="old_password")])
    check_password(new, email, names)
    limits.forget(OLD_PASSWORD, str(person_id))
    store_password(person_id, hashing.hashed(new), keep_token=keep_token, base_url=base_url, actor=actor, now=now)


def set_password(person_id: int, password: str, *, base_url: str, actor: Actor, now: datetime) -> None:
    """Set somebody's password for them, as an administrator does. Raises `NotAllowed`, `NotFound`, `Unreadable`."""
    actor.require(Permission.MANAGE_ACCOUNTS)
    person = _get(person_id)
    check_password(password, person.email, (person.given_name, person.family_name))
    store_password(person_id, hashing.hashed(password), base_url=base_url, actor=actor, now=now)


def store_password(
    person_id: int, stored: str, *, base_url: str, actor: Actor, now: datetime, keep_token: str | None = None
) -> None:
    """Store a hash; end sign-ins but that of `keep_token`, void mailed links, and tell the person of a change."""
    person = _get(person_id)
    is_first = person.password_hash is None
    person.password_hash = stored
    person.activated_at = person.activated_at or now
    person.version += 1
    ended = end_sign_ins(person_id, except_token=keep_token)
    session.execute(
        update(MailedLink).where(MailedLink.person_id == person_id, MailedLink.used_at.is_(None)).values(used_at=now)
    )
    limits.forget(BY_EMAIL, email_key(person.email))
    audit.record("set_password", f"person:{person_id}", actor=actor, now=now, after={"ended_sign_ins": ended})
    if not is_first:
        _tell(person, base_url, now)
    session.flush()


def _tell(person: Person, base_url: str, now: datetime) -> None:
    notifications.enqueue(
        NewMail(
            dedupe_key=f"password-changed:{person.id}:{person.version}",
            address=person.email,
            language=person.language,
            zone=person.timezone,
            template="password_changed",
            params={
                "name": f"{person.given_name} {person.family_name}".strip() or person.email,
                "at": now.isoformat(),
                "link": f"{base_url}/forgotten-password",
            },
        ),
        now=now,
    )


def _get(person_id: int) -> Person:
    person = session.scalars(select(Person).where(Person.id == person_id)).one_or_none()
    if person is None:
        raise NotFound
    return person
