"""Verbs on sign-ins: prove a password and get a secret for the cookie; end one or all of them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.accounts.models import Person, SignIn
from app.accounts.rules import TOKEN_BYTES, email_key
from app.accounts.service import hashing
from app.shared import audit, limits
from app.shared.database import session
from app.shared.errors import NotSignedIn
from app.shared.limits import Limit
from app.shared.logs import log
from app.shared.permissions import Actor
from app.shared.tokens import token_hash
from app.shared.wording import text

LONGEST_USER_AGENT = 200
BY_ADDRESS = Limit("sign-in by address", times=300, seconds=900)
"""Wrong tries from one network address: a whole class may sit behind one. Good sign-ins do not count."""
BY_PAIR = Limit("sign-in by e-mail and address", times=10, seconds=900)
BY_EMAIL = Limit("sign-in by e-mail", times=100, seconds=3600)
"""Wrong tries on one account from anywhere (NIST SP 800-63B: at most 100 in a row)."""


def sign_in(email: str, password: str, *, address: str, user_agent: str, now: datetime, days: int) -> str:
    """Return the secret of a new sign-in that lasts `days`. Nothing else may happen before it in its transaction.

    Raises `NotSignedIn` (`wrong_pair`) whatever is wrong: nobody learns whether an address is known; and
    `TooManyRequests`. An outdated hash is made anew.
    """
    key = email_key(email)
    _count_try(key, address)
    known = session.execute(
        select(Person.id, Person.password_hash).where(Person.email_key == key, Person.disabled_at.is_(None))
    ).one_or_none()
    hashing.let_go()
    stored = known.password_hash if known else None
    if not hashing.matches(stored, password) or known is None or stored is None:
        log(__name__).warning("sign-in refused", person=known.id if known else None)
        raise _wrong_pair()
    fresh = hashing.hashed(password) if hashing.is_outdated(stored) else stored
    person = _unchanged(known.id, stored)
    person.password_hash = fresh
    _forgive(key, address)
    token = add_sign_in(person.id, user_agent=user_agent, now=now, days=days)
    audit.record("sign_in", f"person:{person.id}", actor=Actor(person.id, f"person:{person.id}"), now=now)
    return token


def add_sign_in(person_id: int, *, user_agent: str, now: datetime, days: int) -> str:
    """Store a sign-in of somebody who has proved to be this person; return its secret (256 random bits)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + timedelta(days=days),
            user_agent="".join(letter for letter in user_agent if letter.isprintable())[:LONGEST_USER_AGENT],
        )
    )
    session.flush()
    return token


def sign_out(token: str, *, now: datetime) -> bool:
    """End the sign-in of this secret, wherever its cookie was copied to; tell whether there was one."""
    person_id = session.scalar(delete(SignIn).where(SignIn.token_hash == token_hash(token)).returning(SignIn.person_id))
    if person_id is None:
        return False
    audit.record("sign_out", f"person:{person_id}", actor=Actor(person_id, f"person:{person_id}"), now=now)
    return True


def sign_out_everywhere(*, actor: Actor, now: datetime, except_token: str | None = None) -> int:
    """End the actor's own sign-ins, but for the one of `except_token`; return how many. Raises `NotAllowed`."""
    person_id = actor.themselves()
    ended = end_sign_ins(person_id, except_token=except_token)
    audit.record("sign_out_everywhere", f"person:{person_id}", actor=actor, now=now, after={"ended": ended})
    return ended


def end_sign_ins(person_id: int, *, except_token: str | None = None) -> int:
    """Delete a person's sign-ins, but for the one of `except_token`; return how many."""
    ending = delete(SignIn).where(SignIn.person_id == person_id)
    if except_token is not None:
        ending = ending.where(SignIn.token_hash != token_hash(except_token))
    return len(session.execute(ending.returning(SignIn.id)).all())


def forget_old_sign_ins(now: datetime) -> int:
    """Delete sign-ins that are over; return how many."""
    return len(session.execute(delete(SignIn).where(SignIn.expires_at <= now).returning(SignIn.id)).all())


def _count_try(key: str, address: str) -> None:
    limits.spend(BY_ADDRESS, address)
    limits.spend(BY_PAIR, key, address)
    limits.spend(BY_EMAIL, key)


def _forgive(key: str, address: str) -> None:
    limits.give_back(BY_ADDRESS, address)
    limits.forget(BY_PAIR, key, address)
    limits.forget(BY_EMAIL, key)


def _unchanged(person_id: int, stored: str) -> Person:
    """Return the person, if nobody disabled them or changed the password while it was being checked."""
    person = session.scalars(
        select(Person)
        .where(Person.id == person_id, Person.password_hash == stored, Person.disabled_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if person is None:
        raise _wrong_pair()
    return person


def _wrong_pair() -> NotSignedIn:
    return NotSignedIn(text("The e-mail address or the password is not right."), code="wrong_pair")
