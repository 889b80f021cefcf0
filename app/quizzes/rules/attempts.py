"""What reads of attempts hand out, and verbs on them take: frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.quizzes.rules.questions import Question
from app.quizzes.rules.right import Decision
from app.quizzes.rules.vocabulary import AttemptState


@dataclass(frozen=True, slots=True)
class AttemptValue:
    """One attempt as stored; see the table for what its instants mean. `score` (of `out_of`) only once it ended."""

    id: int
    quiz_id: int
    course_id: int
    enrolment_id: int
    person_id: int
    number: int
    language: str
    state: AttemptState
    started_at: datetime
    due_at: datetime | None
    accept_until: datetime | None
    close_at: datetime | None
    credit_seconds: int
    seen_at: datetime
    ended_at: datetime | None
    score: Fraction | None
    out_of: Fraction
    release_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether answers are taken, as far as the row says; see `due` and `takes`."""
        return self.state is AttemptState.OPEN

    def takes(self, arrived: datetime) -> bool:
        """Tell whether an answer that arrived at that instant counts: the last one that does is `accept_until`."""
        return self.is_open and (self.accept_until is None or arrived <= self.accept_until)

    def due(self, now: datetime) -> bool:
        """Tell whether it is to be closed, whoever looks."""
        return self.is_open and self.close_at is not None and self.close_at < now

    def closed_early(self, now: datetime) -> bool:
        """Tell whether it closed by itself before its time is over, as by a clock of the server that was ahead."""
        return self.state is AttemptState.EXPIRED and self.due_at is not None and now < self.due_at


@dataclass(frozen=True, slots=True)
class Asked:
    """What an attempt asks at `number`: the pinned version and the order in which its options are shown."""

    number: int
    question_id: int
    version_id: int
    question: Question
    option_keys: tuple[str, ...]
    points: Fraction


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The newest answer to a question of an attempt. An empty `chosen` is an answer that was taken back."""

    number: int
    version: int
    chosen: tuple[str, ...]
    saved_at: datetime


Answers = Mapping[int, StoredAnswer]
"""The newest answers of an attempt by the number of their question."""

Decisions = Mapping[int, Decision]
"""The newest decision on each question of a quiz, by the question's id."""
