"""Who takes a quiz right now, who did and who did not yet, as the live page shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.courses.rules import EnrolmentValue
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.timing import SILENCE, Span, lost_in, whole_seconds
from app.shared.language import sorted_by


class View(StrEnum):
    """Whom the page lists."""

    OPEN = "open"
    ENDED = "ended"
    WAITING = "waiting"
    """Those who have not begun."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant, and the attempt that the page is about: the open one, else the last (None: not begun)."""

    enrolment: EnrolmentValue
    attempt: AttemptValue | None
    attempts: int

    @property
    def view(self) -> View:
        """In which list the participant stands."""
        if self.attempt is None:
            return View.WAITING
        return View.OPEN if self.attempt.is_open else View.ENDED


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one attempt's page: answers given, of how many; when it was last heard of; where it was not."""

    answered: int
    questions: int
    heard_at: datetime
    gaps: tuple[Span, ...] = ()
    given: tuple[Span, ...] = ()
    """Intervals for which time was given back."""
    silent: bool = False
    """Whether it is not heard of now; the last gap then goes on."""

    @property
    def away(self) -> int:
        """The seconds in which it was not heard of."""
        return whole_seconds(lost_in(self.interval, self.gaps)) if self.gaps else 0

    @property
    def owed(self) -> int:
        """The seconds in which it was not heard of, and for which nothing was given back: what one click gives."""
        return whole_seconds(lost_in(self.interval, self.gaps, self.given)) if self.gaps else 0

    @property
    def interval(self) -> Span:
        """From the first gap's beginning to the last one's end. Raises `ValueError` where there is none."""
        return min(start for start, _ in self.gaps), max(end for _, end in self.gaps)


def people_of(enrolments: Iterable[EnrolmentValue], attempts: Iterable[AttemptValue]) -> tuple[Person, ...]:
    """Return the participants of a course with the attempt that matters now."""
    by_enrolment: dict[int, list[AttemptValue]] = {}
    for attempt in attempts:
        by_enrolment.setdefault(attempt.enrolment_id, []).append(attempt)
    return tuple(_person(one, by_enrolment.get(one.id, [])) for one in enrolments)


def _person(enrolment: EnrolmentValue, attempts: Sequence[AttemptValue]) -> Person:
    ordered = sorted(attempts, key=lambda one: (one.is_open, one.number))
    return Person(enrolment, ordered[-1] if ordered else None, len(attempts))


@dataclass(frozen=True, slots=True)
class Watched:
    """What the page was asked for: a list, part of a name, only those who are cut off; rows in the list's own order."""

    view: View = View.OPEN
    search: str = ""
    cut_off: bool = False

    def rows(self, people: Iterable[Person], heard: Mapping[int, datetime], now: datetime) -> list[Person]:
        """Return the people to be listed: whose time ends first, who ended last, then by name."""
        words = sorted_by(self.search).split()
        found = [
            person
            for person in people
            if person.view is self.view
            and all(word in sorted_by(f"{person.enrolment.name} {person.enrolment.email}") for word in words)
            and (not self.cut_off or is_silent(person, heard, now))
        ]
        return sorted(found, key=_order)


def is_silent(person: Person, heard: Mapping[int, datetime], now: datetime) -> bool:
    """Return whether somebody is in the middle of an attempt and has not been heard of for too long."""
    attempt = person.attempt
    return attempt is not None and attempt.is_open and now - heard.get(attempt.id, attempt.seen_at) > SILENCE


def _order(person: Person) -> tuple[float, str]:
    attempt, name = person.attempt, sorted_by(f"{person.enrolment.family_name} {person.enrolment.given_name}")
    if attempt is None:
        return 0, name
    if attempt.is_open:
        return (attempt.due_at.timestamp() if attempt.due_at else float("inf")), name
    return -(attempt.ended_at or attempt.started_at).timestamp(), name


def time_left(attempt: AttemptValue, now: datetime) -> timedelta | None:
    """Return how long an open attempt still has; None where nothing ends it."""
    return None if attempt.due_at is None else max(timedelta(), attempt.due_at - now)
