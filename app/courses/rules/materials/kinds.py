"""What a course's texts are: their kinds, who reads them, and the values read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.courses.rules.definition import Localized


class MaterialKind(StrEnum):
    """What a text of a course is."""

    WEEK = "week"
    """The page of a week; its key is the week's number."""
    MODULE = "module"
    """A self-learning module, to be read here or taken along."""
    DOCUMENT = "document"
    """Another text: the case for group work, the essay's instructions, a marking guide."""
    GLOSSARY = "glossary"
    """The terms of the course; one for a course, its key is `glossary`."""
    QUESTIONNAIRE = "questionnaire"
    """A survey, a focus-group guide or another instrument."""
    MESSAGE = "message"
    """A mail that the course sends in its own words."""
    GROUP_WORK = "group_work"
    """Structured parts of the group work: `worksheet`, `roles`."""
    ESSAY = "essay"
    """What markers calibrate on, `calibration`, and sample essays, `strong.en`."""


class Audience(StrEnum):
    """Who may read a text: everybody in the course, or staff only."""

    EVERYBODY = "everybody"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class MaterialValue:
    """A text of a course, by its `kind` and `key`. `minutes`: how long reading or answering takes.

    `content` of Markdown texts is `{"text": {"en": ...}, "source": {"en": ...}}`, of structured ones the checked data
    of their file, every text in it by language. Lists leave it out. `digest` (SHA-256 in hex) changes with any of it.
    """

    kind: MaterialKind
    key: str
    title: Localized
    position: int = 0
    week: int | None = None
    minutes: int | None = None
    audience: Audience = Audience.EVERYBODY
    content: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def text(self) -> Localized:
        """The Markdown by language; empty for structured ones."""
        found: Localized = self.content.get("text", {})
        return found

    @property
    def source(self) -> Localized:
        """Where the facts of a Markdown text come from, by language; empty where it names none."""
        found: Localized = self.content.get("source", {})
        return found

    @property
    def for_staff(self) -> bool:
        """Whether only staff may read it."""
        return self.audience is Audience.STAFF
