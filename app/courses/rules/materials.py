"""What a course's texts are: their kinds, who reads them, and the values read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    """A text of a course. `content` of Markdown texts is the text by language; of structured ones, their data."""

    kind: MaterialKind
    key: str
    position: int
    week: int | None
    minutes: int | None
    audience: Audience
    title: Localized
    content: Mapping[str, Any]
