"""How a quiz is taken: what its file or its manager sets. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from app.quizzes.rules.questions import BankQuestion, Localized
from app.quizzes.rules.vocabulary import Counts, Layout, Release

GRACE_SECONDS = 30
"""How long after its deadline an answer that was on its way still counts."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a quiz: one question by its key, or `draw` questions out of a category (and a tag, where given)."""

    question: str | None = None
    category: str = ""
    tag: str = ""
    draw: int = 1
    points: Fraction = Fraction(1)

    @property
    def is_pool(self) -> bool:
        """Whether its questions are drawn."""
        return self.question is None


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """How a quiz is taken. `attempts` None: as many as one likes.

    `release` says when feedback (and, with `show_key`, the right answers) can be seen; `release_score` the score.
    """

    attempts: int | None = 1
    counts: Counts = Counts.BEST
    layout: Layout = Layout.ONE_PAGE
    going_back: bool = True
    shuffle_questions: bool = True
    shuffle_options: bool = True
    release: Release = Release.AFTER_CLOSING
    release_score: Release = Release.AFTER_SUBMISSION
    show_key: bool = True
    grace_seconds: int = GRACE_SECONDS

    @property
    def one_way(self) -> bool:
        """Whether there is no way back to a question that was passed."""
        return self.layout is Layout.ONE_QUESTION and not self.going_back


@dataclass(frozen=True, slots=True)
class QuizDefinition:
    """A quiz as its file defines it. A marked one has the key of its piece; title, window and limit stand there.

    An unmarked one (`unmarked`) has its own `title`, `week` and `minutes`; it is open all through the course.
    """

    key: str
    settings: QuizSettings
    slots: tuple[Slot, ...]
    unmarked: bool = False
    title: Localized = field(default_factory=dict)
    intro: Localized = field(default_factory=dict)
    week: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class QuizFile:
    """One file of a course's `quizzes` folder: a quiz and the questions that it brings into the bank."""

    name: str
    quiz: QuizDefinition
    questions: tuple[BankQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuizValue:
    """A quiz as stored. `piece_id` None: it does not count. Window and limit are the piece's, or its own."""

    id: int
    course_id: int
    key: str
    piece_id: int | None
    title: Localized
    intro: Localized
    week: int | None
    position: int
    minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    maximum: Fraction | None
    """What its score counts out of: the piece's maximum. None where it does not count."""
    settings: QuizSettings
    slots: tuple[Slot, ...]
    file: str = ""
    """The file of the course's folder that defines it; "" for one that was built here."""
