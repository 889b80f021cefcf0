"""What an import does to the bank, question by question, before it is done. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.quizzes.rules.differences import Change
from app.quizzes.rules.questions import BankQuestion
from app.shared.wording import Text


class Outcome(StrEnum):
    """What becomes of one question of a file. Every question has exactly one."""

    NEW = "new"
    LANGUAGE_ADDED = "language_added"
    """The bank has it in another language: it gets these texts beside them, as a new version."""
    CHANGED = "changed"
    """The bank has it in this language, with other words or another key: it gets a new version."""
    SAME = "same"
    REFUSED = "refused"


class Known(StrEnum):
    """What a key means that the bank has already."""

    SAME_QUESTION = "same_question"
    """The same question: it gets a new version, or its texts in another language."""
    ANOTHER = "another"
    """Another question, that came to be called the same: it is entered under a key of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: its name, the language of its texts, where its questions go.

    `category`, where one is named, is put before the categories of the file; questions that the bank has keep theirs.
    """

    name: str
    language: str
    category: str = ""
    known: Known = Known.SAME_QUESTION


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one question of a file, the `number`-th. `asked` is what the bank would have (None: refused).

    `changes` are those against what it has; `notices` what was carried over differently; `reason` why it was refused.
    """

    number: int
    name: str
    outcome: Outcome
    asked: BankQuestion | None = None
    changes: tuple[Change, ...] = ()
    notices: tuple[Text, ...] = ()
    reason: Text | None = None
    line: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do to the bank: every question of it, in its order. `format` is what was recognised."""

    format: str
    entries: tuple[Planned, ...]

    @property
    def imported(self) -> tuple[Planned, ...]:
        """The questions that are in the bank afterwards."""
        return tuple(entry for entry in self.entries if entry.asked is not None)

    @property
    def refused(self) -> tuple[Planned, ...]:
        """The questions that are not carried over."""
        return tuple(entry for entry in self.entries if entry.asked is None)

    @property
    def digest(self) -> str:
        """A short digest of what becomes of each question: the same while neither the file nor the bank changes it."""
        said = [
            [entry.number, entry.outcome.value, entry.asked.key if entry.asked else "", len(entry.changes)]
            for entry in self.entries
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    def count(self, outcome: Outcome) -> int:
        """Return how many questions this becomes of."""
        return Counter(entry.outcome for entry in self.entries)[outcome]


def in_category(prefix: str, category: str) -> str:
    """Return a category of a file beneath the one that everything is put into."""
    return "/".join(part for part in (prefix.strip().strip("/"), category) if part)


def with_more(tags: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return tags and those that are new among `more`."""
    return tuple(dict.fromkeys((*tags, *more)))
