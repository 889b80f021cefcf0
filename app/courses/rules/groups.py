"""Groups of a course: how they may be called, how an ambassador comes to be, and what a count of votes says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

LONGEST_NAME = 80
LONGEST_WHY = 500


class Naming(StrEnum):
    """How somebody became ambassador: by the team's vote, named by a tutor, or listed in a participants file."""

    VOTE = "vote"
    TUTOR = "tutor"
    FILE = "file"


class VoteState(StrEnum):
    """A vote is open; closed it is decided, or tied until a tutor decides, or void when nobody voted."""

    OPEN = "open"
    TIED = "tied"
    DECIDED = "decided"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of a participant in a group; `left_at` None: it lasts. Names are empty for the system itself."""

    enrolment_id: int
    name: str
    group_id: int
    group_name: str
    joined_at: datetime
    joined_by: str
    reason: str
    left_at: datetime | None
    left_by: str
    left_reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """One time as ambassador; `ended_at` None: it lasts."""

    enrolment_id: int
    name: str
    how: Naming
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class VoteValue:
    """A vote as members may see it: how many votes each candidate (an enrolment) has, never whose they are."""

    id: int
    group_id: int
    state: VoteState
    opened_at: datetime
    closed_at: datetime | None
    elected_id: int | None
    counts: Mapping[int, int]

    @property
    def votes(self) -> int:
        """How many voted."""
        return sum(self.counts.values())

    @property
    def leaders(self) -> tuple[int, ...]:
        """Who has the most votes: one, several at a tie, nobody without a vote."""
        return leading(self.counts)


def leading(counts: Mapping[int, int]) -> tuple[int, ...]:
    """Return the candidates with the most votes, in the order of their ids."""
    most = max(counts.values(), default=0)
    return tuple(sorted(one for one, votes in counts.items() if votes == most > 0))


def check_name(unsafe_name: str) -> str:
    """Return a group's name without blanks around it. Raises `Unreadable`: empty, or over 80 characters."""
    name = " ".join(unsafe_name.split())
    if 0 < len(name) <= LONGEST_NAME:
        return name
    reason = text("A group's name has 1 to %(limit)s characters.", limit=LONGEST_NAME)
    raise Unreadable(reason, problems=[Problem(reason, "name")])


def check_why(unsafe_why: str) -> str:
    """Return why somebody is moved; it may be empty. Raises `Unreadable` over 500 characters."""
    why = unsafe_why.strip()
    if len(why) <= LONGEST_WHY:
        return why
    reason = text("A reason has at most %(limit)s characters.", limit=LONGEST_WHY)
    raise Unreadable(reason, problems=[Problem(reason, "reason")])
