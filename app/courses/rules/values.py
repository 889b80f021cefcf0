"""What reads of this feature hand out: frozen values, so that nobody above touches a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.courses.rules.definition import Criterion, Localized, PieceKind, SessionKind


class CourseState(StrEnum):
    """A course is open until it is closed; closing freezes results (rule 14)."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CourseValue:
    """A course as it stands. `definition` is its current version's stored document; the policy is part of it."""

    id: int
    code: str
    title: Localized
    starts_on: date
    ends_on: date
    hours: int
    languages: tuple[str, ...]
    timezone: str
    state: CourseState
    closed_at: datetime | None
    version_id: int
    version: int
    definition: Mapping[str, Any]

    @property
    def is_closed(self) -> bool:
        """Whether results are frozen."""
        return self.state is CourseState.CLOSED

    @property
    def policy(self) -> Mapping[str, Any]:
        """The policy section, as grading reads it."""
        section: Mapping[str, Any] = self.definition["policy"]
        return section

    @property
    def has_group_work(self) -> bool:
        """Whether a group's work is one of the assessed pieces."""
        return any(piece["kind"] == PieceKind.GROUP for piece in self.definition["pieces"])

    @property
    def has_essay(self) -> bool:
        """Whether an essay is one of the assessed pieces."""
        return any(piece["kind"] == PieceKind.ESSAY for piece in self.definition["pieces"])

    @property
    def certificate(self) -> Mapping[str, Any]:
        """The certificate section, as certificates read it."""
        section: Mapping[str, Any] = self.definition["certificate"]
        return section

    @property
    def group_work(self) -> Mapping[str, Any]:
        """The section on group work, as groupwork reads it; empty where the course keeps to its defaults."""
        section: Mapping[str, Any] = self.definition.get("group_work", {})
        return section

    @property
    def essay(self) -> Mapping[str, Any]:
        """The section on the essay, as essays read it; empty where the course keeps to its defaults."""
        section: Mapping[str, Any] = self.definition.get("essay", {})
        return section

    @property
    def rubric(self) -> tuple[Mapping[str, Any], ...]:
        """The levels of each essay criterion: entries of piece, criterion, levels."""
        return tuple(self.definition["rubric"])


@dataclass(frozen=True, slots=True)
class PieceValue:
    """An assessed piece. `maximum` is what a score is out of: questions, the criteria together, or 100 (percent)."""

    id: int
    course_id: int
    key: str
    kind: PieceKind
    position: int
    title: Localized
    maximum: Fraction
    criteria: tuple[Criterion, ...]
    week: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class WeekValue:
    """A week of a course; `starts_on` is a day in the course's zone."""

    number: int
    title: Localized
    starts_on: date


@dataclass(frozen=True, slots=True)
class SessionValue:
    """An entry of the agenda, with its instants and the zone in which the course announces it."""

    id: int
    key: str
    kind: SessionKind
    title: Localized
    week: int | None
    starts_at: datetime
    ends_at: datetime
    timezone: str
    note: Localized


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A group of a course. `members` counts those enrolled now; `ambassador` is the enrolment that coordinates it."""

    id: int
    course_id: int
    name: str
    members: int
    ambassador_id: int | None


@dataclass(frozen=True, slots=True)
class EnrolmentValue:
    """One participant of a course. What describes the person is as it was recorded for this course.

    `extra_time`, 1 or more, stretches the participant's time limits and windows. `withdrawn_at`: when they left; reads
    leave such people out unless they say otherwise.
    """

    id: int
    course_id: int
    person_id: int
    email: str
    given_name: str
    family_name: str
    gender: str
    language: str
    country: str
    timezone: str
    organization: str
    organization_type: str
    sponsor: str
    group_id: int | None
    group_name: str
    ambassador: bool
    enrolled_at: datetime
    extra_time: Fraction = Fraction(1)
    withdrawn_at: datetime | None = None

    @property
    def name(self) -> str:
        """Given and family name, as one reads them aloud."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Which participants a list shows; None: whatever they have there. `search` is part of a name or address."""

    group_id: int | None = None
    language: str | None = None
    sponsor: str | None = None
    organization_type: str | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Part of a roster, sorted by e-mail; `next_after` is the enrolment to ask on from, None at the end."""

    items: tuple[EnrolmentValue, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Facets:
    """What occurs in a roster, for choosing from: each list sorted, "" where somebody has none."""

    languages: tuple[str, ...]
    sponsors: tuple[str, ...]
    organization_types: tuple[str, ...]
    participants: int
