"""A question on its way in: what a format's reader found, before it is put into our words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from app.quizzes.rules import Difficulty, QuestionKind, Scoring, TextFormat
from app.shared.wording import Text, text


class RefusedError(Exception):
    """A question cannot be carried over; reading goes on with the next one."""

    def __init__(self, reason: Text) -> None:
        """Say why."""
        self.reason = reason
        super().__init__(str(reason))


MOST_EFFORT = 5_000_000
"""Steps that following the scoring of a whole file may take, some 25 seconds: expressions, answers that are tried."""


@dataclass(slots=True)
class Effort:
    """What is left of the steps that a file may cost; its readers share one, and each question spends of it."""

    left: int = field(default_factory=lambda: MOST_EFFORT)

    def spend(self, steps: int = 1) -> None:
        """Take so many steps. Raises `RefusedError` where they are not left: the question is listed, not tried."""
        if steps > self.left:
            raise RefusedError(
                text("The file asks for too much work: try this question in a file with fewer involved ones.")
            )
        self.left -= steps


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and how it is written; formats often differ within one question."""

    text: str
    format: TextFormat = TextFormat.PLAIN

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.text.strip())


NOTHING = Part("")


@dataclass(slots=True)
class Choice:
    """An option, the left side of a pair, or an entry to be ordered. `fraction` as in `rules.Option`.

    `percent` is how the file writes that, where it may be read as something else than it says.
    """

    text: Part
    fraction: Fraction = Fraction(0)
    feedback: Part = NOTHING
    match: Part = NOTHING
    percent: str = ""


@dataclass(slots=True)
class Answer:
    """What a numeric (`value`) or short (`words`) question accepts; with a fraction of 0 it is known as wrong.

    `percent` as in `Choice`.
    """

    words: str = ""
    value: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    fraction: Fraction = Fraction(1)
    feedback: Part = NOTHING
    percent: str = ""


@dataclass(slots=True)
class Draft:
    """One question as a reader found it. `scoring` None: the fractions of `choices` say how it is scored.

    `key` is how the other system calls it, if it does.
    """

    kind: QuestionKind
    text: Part
    title: str = ""
    key: str = ""
    category: str = ""
    tags: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    distractors: list[Part] = field(default_factory=list)
    scoring: Scoring | None = None
    match_case: bool = False
    shuffle: bool = True
    feedback: Part = NOTHING
    difficulty: Difficulty = Difficulty.MEDIUM
    notices: list[Text] = field(default_factory=list)

    def note(self, reason: Text, *, when: object = True) -> None:
        """Say what of the question is not carried, once, and only `when` there is anything."""
        if when and reason not in self.notices:
            self.notices.append(reason)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of a file that is still to be read; `read` raises `RefusedError` where it cannot be carried over."""

    read: Callable[[], Draft]
    name: str = ""
    line: int | None = None
    place: str = ""


Entries = Iterable[Entry]
