"""What can go wrong, in the words of the domain. Pure: only the edge (`app.shared.http.problems`) knows a status.

Every error carries a stable `code` for programs, a sentence for people, and where it helps a list of problems that
say what and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app.shared.wording import Text, text


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input: the reason, and where it stands (a field or a column) with its line, if it has one.

    `file` names the file, where an input is made of several.
    """

    reason: Text
    where: str = ""
    line: int | None = None
    file: str = ""


class DomainError(Exception):
    """A request that cannot be met, and why."""

    default_code: ClassVar[str]
    default_text: ClassVar[Text]

    def __init__(self, text: Text | None = None, *, code: str | None = None, problems: Iterable[Problem] = ()) -> None:
        """Say `text` (the class's own sentence when None) under the stable `code`."""
        self.text = text or self.default_text
        self.code = code or self.default_code
        self.problems = tuple(problems)
        self.facts: Mapping[str, Any] = {}
        """Plain data that a program needs to go on from here; the edge that knows its shape puts it in."""
        super().__init__(str(self.text))


class NotSignedIn(DomainError):
    """Nobody is signed in, or the sign-in has ended."""

    default_code = "not_signed_in"
    default_text = text("Please sign in.")


class NotAllowed(DomainError):
    """The person is known and inside, but has no right to do this."""

    default_code = "not_allowed"
    default_text = text("You do not have the right to do this.")


class NotFound(DomainError):
    """There is no such thing, or not for this person (the two are told apart by nobody outside)."""

    default_code = "not_found"
    default_text = text("There is nothing here, or it is not open to you.")


class RuleBroken(DomainError):
    """The request is readable, but a rule forbids it in the present state."""

    default_code = "rule_broken"
    default_text = text("A rule forbids this.")


class Stale(DomainError):
    """Somebody changed the thing after the caller read it."""

    default_code = "stale"
    default_text = text("This was changed meanwhile. Read it again, then decide.")


class PreconditionMissing(DomainError):
    """The caller must say which version it means to change."""

    default_code = "precondition_missing"
    default_text = text("Say with If-Match which version you mean to change.")


class Unreadable(DomainError):
    """The input cannot be understood or lies outside its range; `problems` lists every fault found."""

    default_code = "unreadable"
    default_text = text("The input cannot be used as it is.")


class TooLarge(DomainError):
    """The input is larger than the setting allows."""

    default_code = "too_large"
    default_text = text("The input is too large.")


class TooManyRequests(DomainError):
    """The caller has to wait before the next try."""

    default_code = "too_many_requests"
    default_text = text("Too many tries. Please wait and try again.")

    def __init__(self, text: Text | None = None, *, retry_after: int = 60) -> None:
        """Say how long to wait; `retry_after` in seconds."""
        super().__init__(text)
        self.retry_after = retry_after
