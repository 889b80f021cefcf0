"""The question bank as lists show it: entries, filters, the tree of categories, where a question is used. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.quizzes.rules.questions import Localized, Question
from app.quizzes.rules.settings import QuizValue, Slot
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, TextFormat
from app.shared.language import sorted_by

SEPARATOR = "/"
"""Between the names of a category's path."""
NONE = "-"
"""Asks for questions without a category, or without a tag."""


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A question as lists show it: its place in the bank, and of its newest version what one looks for.

    `file` names the file of the course's folder that defines it, "" for one that was entered or imported here.
    """

    id: int
    key: str
    category: str
    tags: tuple[str, ...]
    file: str
    retired_at: datetime | None
    version: int
    kind: QuestionKind
    difficulty: Difficulty
    title: str
    text: Localized
    format: TextFormat

    @property
    def is_retired(self) -> bool:
        """Whether it was taken out of use."""
        return self.retired_at is not None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be asked."""
        return tuple(self.text)


@dataclass(frozen=True, slots=True)
class QuestionVersionValue:
    """What a question said from some time on. `attempts` counts those that were asked this version."""

    id: int
    number: int
    question: Question
    created_at: datetime
    created_by: int | None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A quiz that asks a question: at `place` (from 1), or may draw it from a pool (`place` None)."""

    quiz_key: str
    title: Localized
    place: int | None


@dataclass(frozen=True, slots=True)
class BankFilter:
    """Which entries a list shows. `category` lets through what lies beneath it, too; "-" what has none."""

    search: str = ""
    category: str = ""
    tag: str = ""
    kind: str = ""
    language: str = ""
    difficulty: str = ""
    retired: bool = False

    def admits(self, entry: BankEntry) -> bool:
        """Return whether an entry is shown. Accents and capitals make no difference to the search."""
        return (
            entry.is_retired == self.retired
            and self.kind in {"", entry.kind.value}
            and self.difficulty in {"", entry.difficulty.value}
            and (not self.language or self.language in entry.languages)
            and (not self.category or _beneath(self.category, entry.category))
            and (not self.tag or self.tag in (entry.tags or (NONE,)))
            and self._finds(entry)
        )

    def _finds(self, entry: BankEntry) -> bool:
        if not self.search:
            return True
        words = sorted_by("\n".join((entry.key, entry.title, entry.category, *entry.tags, *entry.text.values())))
        return all(word in words for word in sorted_by(self.search).split())


def _beneath(asked: str, category: str) -> bool:
    if asked == NONE:
        return not category
    return category == asked or category.startswith(asked + SEPARATOR)


@dataclass(frozen=True, slots=True)
class Branch:
    """A category in the tree: its whole path, its last name, how deep it lies (from 0), how many questions it holds.

    `count` includes what lies beneath.
    """

    path: str
    name: str
    depth: int
    count: int


def tree_of(categories: Iterable[str]) -> tuple[Branch, ...]:
    """Return the tree of the categories of some questions, one entry a question; those without are left out."""
    counts: Counter[str] = Counter()
    for category in categories:
        names = category.split(SEPARATOR) if category else []
        counts.update(SEPARATOR.join(names[: depth + 1]) for depth in range(len(names)))
    ordered = sorted(counts, key=lambda path: [sorted_by(name) for name in path.split(SEPARATOR)])
    return tuple(Branch(path, path.rpartition(SEPARATOR)[2], path.count(SEPARATOR), counts[path]) for path in ordered)


def tags_of(entries: Iterable[BankEntry]) -> tuple[tuple[str, int], ...]:
    """Return the tags that occur, each with how many questions bear it, the most frequent first."""
    counts = Counter(tag for entry in entries for tag in entry.tags)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], sorted_by(item[0]))))


def uses_of(entries: Collection[BankEntry], quizzes: Sequence[QuizValue]) -> Mapping[int, tuple[Use, ...]]:
    """Return, by question, the quizzes that ask it or may draw it."""
    found: dict[int, list[Use]] = {entry.id: [] for entry in entries}
    ids = {entry.key: entry.id for entry in entries}
    for quiz in quizzes:
        fixed = {slot.question: place for place, slot in enumerate(quiz.slots, 1) if slot.question}
        for key, place in fixed.items():
            if key in ids:
                found[ids[key]].append(Use(quiz.key, quiz.title, place))
        for entry in entries:
            if entry.key not in fixed and any(in_pool(entry, slot) for slot in quiz.slots if slot.is_pool):
                found[entry.id].append(Use(quiz.key, quiz.title, None))
    return {question_id: tuple(uses) for question_id, uses in found.items()}


def in_pool(entry: BankEntry, pool: Slot) -> bool:
    """Return whether a pool may draw a question: out of its category and what lies beneath, with its tag.

    A pool that names no category draws from all, one that names no tag whatever the tags. Retired ones never.
    """
    category_fits = not pool.category or _beneath(pool.category, entry.category)
    return not entry.is_retired and category_fits and (not pool.tag or pool.tag in entry.tags)
