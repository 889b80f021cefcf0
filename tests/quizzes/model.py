"""What an attempt is, said as simply as it can be: the model that the engine is compared with, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from tests.quizzes.cast import GRACE, MINUTE

LIMIT = 30 * MINUTE
Chosen = tuple[str, ...]


@dataclass
class Model:
    """One participant's attempt at a quiz without end of its window worth speaking of; `keys`: what is right now."""

    started_at: datetime
    keys: dict[int, Chosen]
    counts: dict[int, bool]
    """Whether each question counts: a dropped one does not."""
    names: dict[int, str]
    """Which question of the bank stands at each number."""
    more: timedelta = timedelta()
    """What extensions have given since the quiz is there."""
    credit: timedelta = timedelta()
    state: str = "open"
    saves: dict[int, list[Chosen]] = field(default_factory=dict)
    scores: list[tuple[Fraction, int]] = field(default_factory=list)
    ended_at: datetime | None = None
    due_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """The time limit runs from the start."""
        self.due_at = self._due()

    def _due(self) -> datetime:
        return self.started_at + LIMIT + self.more + self.credit

    def version(self, number: int) -> int:
        """How often a question was answered."""
        return len(self.saves.get(number, ()))

    def newest(self, number: int) -> Chosen | None:
        """The answer that counts."""
        return self.saves[number][-1] if self.version(number) else None

    def takes(self, now: datetime) -> bool:
        """Whether an answer that arrives at `now` counts."""
        return self.state == "open" and now <= self.due_at + GRACE

    def save(self, number: int, chosen: Chosen, base: int | None, now: datetime) -> int | str:
        """The version that a save gets, or why it is refused."""
        if not self.takes(now):
            return "attempt_closed"
        if chosen == self.newest(number):
            return self.version(number)
        if base not in {None, self.version(number)}:
            return "answer_changed"
        self.saves.setdefault(number, []).append(chosen)
        return self.version(number)

    def submit(self, now: datetime) -> str:
        """What submitting comes to."""
        if self.state == "submitted":
            return "submitted"
        if not self.takes(now):
            return "attempt_closed"
        self._end("submitted", now)
        return "submitted"

    def sweep(self, now: datetime) -> None:
        """What is over is closed at its deadline's instant."""
        if self.state == "open" and now > self.due_at + GRACE:
            self._end("expired", self.due_at)

    def give(self, now: datetime, *, more: timedelta = timedelta(), credit: timedelta = timedelta()) -> None:
        """Deadlines move back; what closed by itself and has time again is open again."""
        if self.state == "submitted":
            self.more += more
            return
        later = self._due() + more + credit
        self.more += more
        if self.state == "expired" and later <= now:
            return
        self.credit += credit
        self.due_at = later
        if self.state == "expired":
            self.state, self.ended_at = "open", None

    def decide(self, name: str, key: Chosen | None) -> None:
        """A question gets another key, or is dropped (None): what ended is scored anew."""
        number = next(number for number, known in self.names.items() if known == name)
        self.counts[number] = key is not None
        if key is not None:
            self.keys[number] = key
        if self.state != "open" and self.scores[-1] != self.score():
            self.scores.append(self.score())

    def score(self) -> tuple[Fraction, int]:
        """Points earned, and points to be earned."""
        counting = [number for number, counts in self.counts.items() if counts]
        right = sum(self.newest(number) == self.keys[number] for number in counting)
        return Fraction(right), len(counting)

    def kept(self) -> tuple[str, Fraction | None] | None:
        """What the gradebook has of it, out of 10; None where there is nothing to be had."""
        answered = any(chosen for versions in self.saves.values() for chosen in versions)
        if self.state == "open" or (self.state == "expired" and not answered):
            return None
        earned, out_of = self.score()
        return "final", Fraction(10) * (earned / out_of if out_of else 1)

    def _end(self, state: str, instant: datetime) -> None:
        self.state, self.ended_at = state, instant
        self.scores.append(self.score())
