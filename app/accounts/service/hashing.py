"""Passwords as argon2id hashes, at the OWASP minimum: 19 MiB, two passes, one lane (about 50 ms)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.rules import normalised
from app.shared.database import session

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def let_go() -> None:
    """End the transaction, which has only read so far: hashing must not hold SQLite's write lock or a connection.

    Raises `RuntimeError` when something was to be written: such a verb would lose it.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("nothing may be written before a password is hashed")
    session.rollback()


def hashed(password: str) -> str:
    """Return the hash to store."""
    return hasher.hash(normalised(password))


def matches(stored: str | None, password: str) -> bool:
    """Tell whether `password` is the one behind `stored`. Without a stored hash a dummy is checked: the same work."""
    try:
        hasher.verify(stored or dummy(), normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


@cache
def dummy() -> str:
    """Return the hash that is checked for people who are unknown, disabled, or without a password."""
    return hasher.hash("nobody's password")
