"""A question as data: one question, its texts in every language it has. Pure.

The same value is read from a course's files and from other systems' formats, stored as a version's `content`, shown,
scored and exported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, Scoring, TextFormat

Localized = Mapping[str, str]
"""A text by language: `{"en": ..., "fr": ...}`. An imported question may have one language only."""

TRUE, FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: an option, the left side of a pair (`match` is its right side), or an entry to be ordered.

    `fraction` is the share of the question's point that choosing it brings, from -1 to 1; right options of a question
    with one right answer have 1. `None` in an imported question means that `right` and the scoring say it all.
    """

    key: str
    text: Localized
    right: bool = False
    feedback: Localized = field(default_factory=dict)
    fraction: Fraction | None = None
    match: Localized = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return the option as a version's content holds it; what is empty is left out."""
        data: dict[str, Any] = {"key": self.key, "text": dict(self.text)}
        if self.right:
            data["right"] = True
        if self.feedback:
            data["feedback"] = dict(self.feedback)
        if self.fraction is not None:
            data["fraction"] = str(self.fraction)
        if self.match:
            data["match"] = dict(self.match)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Option:
        """Return the option that `to_data` wrote."""
        return cls(
            key=data["key"],
            text=data["text"],
            right=data.get("right", False),
            feedback=data.get("feedback", {}),
            fraction=Fraction(data["fraction"]) if "fraction" in data else None,
            match=data.get("match", {}),
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer that a numeric or short question accepts.

    Numeric: `value` within `tolerance`, both exact. Short: `words` by language, `*` standing for any letters.
    `fraction` is the share of the point, above 0 to 1.
    """

    value: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fraction: Fraction = Fraction(1)
    feedback: Localized = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return the accepted answer as a version's content holds it."""
        data: dict[str, Any] = {"fraction": str(self.fraction)}
        if self.value is not None:
            data |= {"value": str(self.value), "tolerance": str(self.tolerance)}
        if self.words:
            data["words"] = {language: list(words) for language, words in self.words.items()}
        if self.feedback:
            data["feedback"] = dict(self.feedback)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Accepted:
        """Return the accepted answer that `to_data` wrote."""
        return cls(
            value=Fraction(data["value"]) if "value" in data else None,
            tolerance=Fraction(data.get("tolerance", 0)),
            words={language: tuple(words) for language, words in data.get("words", {}).items()},
            fraction=Fraction(data["fraction"]),
            feedback=data.get("feedback", {}),
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A question; which fields are used depends on its kind.

    single, multiple: `options`, some of them `right`; true_false: two options with the keys `true` and `false`;
    numeric, short: `accepted`, in the order in which they are tried; matching: `options` with `match`, and
    `distractors`, further right sides; ordering: `options` in the right order.
    """

    kind: QuestionKind
    text: Localized
    options: tuple[Option, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    distractors: tuple[Localized, ...] = ()
    scoring: Scoring = Scoring.ALL_OR_NOTHING
    match_case: bool = False
    shuffle: bool = True
    format: TextFormat = TextFormat.PLAIN
    feedback: Localized = field(default_factory=dict)
    difficulty: Difficulty = Difficulty.MEDIUM
    objective: Localized = field(default_factory=dict)
    source: Localized = field(default_factory=dict)
    title: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the question can be asked."""
        return tuple(self.text)

    @property
    def right_keys(self) -> tuple[str, ...]:
        """The keys of the right options, in the question's order."""
        return tuple(option.key for option in self.options if option.right)

    def to_data(self) -> dict[str, Any]:
        """Return the question as a version's content holds it: JSON, what is empty left out."""
        data: dict[str, Any] = {
            "kind": self.kind.value,
            "text": dict(self.text),
            "scoring": self.scoring.value,
            "match_case": self.match_case,
            "shuffle": self.shuffle,
            "format": self.format.value,
            "difficulty": self.difficulty.value,
        }
        if self.options:
            data["options"] = [option.to_data() for option in self.options]
        if self.accepted:
            data["accepted"] = [accepted.to_data() for accepted in self.accepted]
        if self.distractors:
            data["distractors"] = [dict(text) for text in self.distractors]
        for name in ("feedback", "objective", "source"):
            if getattr(self, name):
                data[name] = dict(getattr(self, name))
        if self.title:
            data["title"] = self.title
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        """Return the question that `to_data` wrote."""
        return cls(
            kind=QuestionKind(data["kind"]),
            text=data["text"],
            options=tuple(Option.from_data(option) for option in data.get("options", ())),
            accepted=tuple(Accepted.from_data(accepted) for accepted in data.get("accepted", ())),
            distractors=tuple(data.get("distractors", ())),
            scoring=Scoring(data["scoring"]),
            match_case=data["match_case"],
            shuffle=data["shuffle"],
            format=TextFormat(data["format"]),
            feedback=data.get("feedback", {}),
            difficulty=Difficulty(data["difficulty"]),
            objective=data.get("objective", {}),
            source=data.get("source", {}),
            title=data.get("title", ""),
        )


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question with its place in the bank: a key unique in the course, a category (`a/b/c`), tags."""

    key: str
    question: Question
    category: str = ""
    tags: tuple[str, ...] = ()
