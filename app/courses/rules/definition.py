"""A course as data: what a course.yaml says, once it has been checked. Pure. Source: docs/brief.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.courses.rules.moments import Wall, utc

Localized = Mapping[str, str]
"""A text in every language of the course: `{"en": ..., "fr": ...}`."""

PERCENT = Fraction(100)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")


def is_code(code: str) -> bool:
    """Tell whether `code` may be a course's: capital letters, digits and hyphens, 2 to 40 of them."""
    return _CODE.fullmatch(code) is not None


class PieceKind(StrEnum):
    """What an assessed piece is."""

    QUIZ = "quiz"
    GROUP = "group"
    ESSAY = "essay"


class SessionKind(StrEnum):
    """What an entry of the agenda is: a webinar, a special session open to all, work in groups."""

    WEBINAR = "webinar"
    SPECIAL = "special"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the course; it runs seven days from `starts`."""

    number: int
    title: Localized
    starts: date

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in this week."""
        return self.starts <= day < self.starts + timedelta(days=7)

    def to_data(self) -> dict[str, Any]:
        """Return the week as the stored definition has it."""
        return {"number": self.number, "title": dict(self.title), "starts": self.starts.isoformat()}


@dataclass(frozen=True, slots=True)
class Session:
    """One entry of the agenda. `week` is None and `note` says why for one that lies outside the course's dates."""

    key: str
    kind: SessionKind
    week: int | None
    title: Localized
    starts: Wall
    minutes: int
    timezone: str
    note: Localized

    @property
    def starts_at(self) -> datetime:
        """When it begins, in UTC."""
        return utc(self.starts.day, self.starts.at, self.timezone)

    @property
    def ends_at(self) -> datetime:
        """When it ends, in UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def to_data(self) -> dict[str, Any]:
        """Return the session as the stored definition has it."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "week": self.week,
            "title": dict(self.title),
            "date": self.starts.day.isoformat(),
            "time": self.starts.at.isoformat(timespec="minutes"),
            "minutes": self.minutes,
            "timezone": self.timezone,
            "note": dict(self.note),
        }


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion by which an essay is marked, from 0 to `maximum` points."""

    key: str
    title: Localized
    maximum: Fraction

    def to_data(self) -> dict[str, Any]:
        """Return the criterion as the stored definition has it."""
        return {"key": self.key, "title": dict(self.title), "maximum": str(self.maximum)}


@dataclass(frozen=True, slots=True)
class Piece:
    """One assessed piece.

    `maximum` is what a score is out of: a quiz's questions, an essay's criteria together, 100 (percent) for group work.
    `minutes` is a quiz's time limit; None: no limit but the deadline.
    """

    key: str
    kind: PieceKind
    title: Localized
    maximum: Fraction
    week: int | None
    opens: Wall | None
    closes: Wall | None
    minutes: int | None
    criteria: tuple[Criterion, ...]
    note: Localized

    def to_data(self) -> dict[str, Any]:
        """Return the piece as the stored definition has it."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "title": dict(self.title),
            "maximum": str(self.maximum),
            "week": self.week,
            "opens": str(self.opens) if self.opens else None,
            "closes": str(self.closes) if self.closes else None,
            "minutes": self.minutes,
            "criteria": [criterion.to_data() for criterion in self.criteria],
            "note": dict(self.note),
        }


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole course.

    `policy`, `rubric`, `group_work`, `essay` and `certificate` are plain data that the features owning them understand;
    `group_work` and `essay` are empty where a course keeps to their defaults.
    """

    code: str
    title: Localized
    summary: Localized
    objectives: tuple[Localized, ...]
    starts: date
    ends: date
    hours: int
    languages: tuple[str, ...]
    timezone: str
    weeks: tuple[Week, ...]
    sessions: tuple[Session, ...]
    pieces: tuple[Piece, ...]
    policy: Mapping[str, Any]
    rubric: tuple[Mapping[str, Any], ...]
    certificate: Mapping[str, Any]
    group_work: Mapping[str, Any]
    essay: Mapping[str, Any]

    def to_data(self) -> dict[str, Any]:
        """Return the definition as it is stored: JSON, every default written out."""
        return {
            "code": self.code,
            "title": dict(self.title),
            "summary": dict(self.summary),
            "objectives": [dict(objective) for objective in self.objectives],
            "dates": {"starts": self.starts.isoformat(), "ends": self.ends.isoformat()},
            "hours": self.hours,
            "languages": list(self.languages),
            "timezone": self.timezone,
            "weeks": [week.to_data() for week in self.weeks],
            "sessions": [session.to_data() for session in self.sessions],
            "pieces": [piece.to_data() for piece in self.pieces],
            "policy": dict(self.policy),
            "rubric": [dict(entry) for entry in self.rubric],
            "certificate": dict(self.certificate),
            **{name: dict(section) for name, section in self._optional() if section},
        }

    def _optional(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        return ("group_work", self.group_work), ("essay", self.essay)
