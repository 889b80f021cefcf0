"""The terms of a course, and where they stand in a text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.courses.rules.definition import Localized

_APOSTROPHES = re.compile(r"[’']")
_PLURAL_FROM = 3
"""Words from this many letters on may carry a plural s in a text."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term by language: how it is written, other ways of writing it, what it means."""

    key: str
    term: Localized
    definition: Localized
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def forms(self, language: str) -> Iterator[str]:
        """Yield the ways in which the term is written in `language`."""
        if language in self.term:
            yield self.term[language]
        yield from self.also.get(language, ())


@dataclass(frozen=True, slots=True)
class Found:
    """Where a term stands in a stretch of text."""

    key: str
    start: int
    end: int


class Glossary:
    """The terms of a course, ready to be found in its texts."""

    def __init__(self, terms: Sequence[Term], digest: str = "") -> None:
        """Take the terms in their order; `digest` tells one state of a glossary from another."""
        self.terms = tuple(terms)
        self.digest = digest
        self._patterns: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {}

    @classmethod
    def from_content(cls, content: Mapping[str, Any], digest: str = "") -> Glossary:
        """Return the glossary that is stored as `content`."""
        return cls([Term(**entry) for entry in content.get("terms", ())], digest)

    def find(self, words: str, language: str) -> Iterator[Found]:
        """Yield the terms in `words` from left to right, the longest where several begin; none inside another word.

        Capitals do not count, except in forms written in capitals only (SADC); a plural s may follow any word.
        """
        pattern, keys = self._compiled(language)
        for match in pattern.finditer(words):
            yield Found(keys[(match.lastindex or 1) - 1], match.start(), match.end())

    def _compiled(self, language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
        if language not in self._patterns:
            forms = sorted(
                ((form, term.key) for term in self.terms for form in term.forms(language)),
                key=lambda pair: (-len(pair[0]), pair[0]),
            )
            parts = "|".join(f"({_pattern(form)})" for form, _ in forms) or r"(?!)"
            pattern = re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])", re.IGNORECASE)
            self._patterns[language] = pattern, tuple(key for _, key in forms)
        return self._patterns[language]


def spelling(form: str) -> str:
    """Return what two ways of writing a term have in common: capitals, spaces and the kind of apostrophe aside."""
    return " ".join(_APOSTROPHES.sub("'", form).casefold().split())


def _pattern(form: str) -> str:
    if form.isupper():
        return rf"(?-i:{_literal(form)})"
    return r"\s+".join(_literal(word) + ("s?" if _takes_plural(word) else "") for word in form.split())


def _takes_plural(word: str) -> bool:
    return len(word) >= _PLURAL_FROM and word.isalpha() and not word.endswith("s")


def _literal(word: str) -> str:
    return "[’']".join(map(re.escape, _APOSTROPHES.split(word)))
