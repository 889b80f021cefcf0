"""What the template of an attempt gets: questions as they stand, and what a form left undecided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction

from markupsafe import Markup

from app.courses.rules import CourseValue, Localized
from app.quizzes.pages.texts import Languages, QuestionTexts, texts_of, worth
from app.quizzes.queries.shown import AttemptShown
from app.quizzes.rules.answers import PAIR
from app.quizzes.rules.attempts import Asked, AttemptValue
from app.quizzes.rules.credit import credit_in_words
from app.quizzes.rules.paper import lefts, sides
from app.quizzes.rules.typed import readings_of
from app.quizzes.rules.vocabulary import Layout, QuestionKind
from app.shared.errors import Problem
from app.shared.wording import Text, text

SIGNS = {
    name: Markup('<svg class="icon" aria-hidden="true" focusable="false" width="16" height="16">{use}</svg>').format(
        use=Markup('<use href="#sign-{name}"></use>').format(name=name)
    )
    for name in ("check", "minus", "alert", "clock", "up", "down")
}
"""The signs of the page, each as it stands in it."""
HEARTBEAT = 15_000
"""Milliseconds between two signs of life of an open page; a moved deadline reaches it within that time."""


@dataclass(frozen=True, slots=True)
class Rival:
    """An answer that was saved elsewhere (`there`, in words) beside the one in the form (`here`)."""

    version: int
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a form sent and could not be saved, by the number of the question."""

    chosen: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    bases: Mapping[int, int] = field(default_factory=dict)
    rivals: Mapping[int, Rival] = field(default_factory=dict)
    problems: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.rivals or self.problems)


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One question, and how it is scored (`credit`).

    `chosen` is what is stored, `shown` what its controls show, `base` the version that it replaces.
    """

    number: int
    kind: str
    texts: QuestionTexts
    keys: tuple[str, ...]
    sides: tuple[str, ...]
    points: Fraction
    credit: Text | None
    chosen: tuple[str, ...]
    shown: tuple[str, ...]
    version: int
    base: int
    saved_at: datetime | None
    rival: Rival | None
    problems: tuple[Text, ...]

    @property
    def points_text(self) -> Text:
        """What the question is worth."""
        return worth(self.points)

    @property
    def place_text(self) -> Text:
        """What the button that leads to the question is called."""
        if self.shown:
            return text("Question %(number)s, answered", number=self.number)
        return text("Question %(number)s, not answered", number=self.number)

    @property
    def is_doubtful(self) -> bool:
        """Whether a number is asked for, and what was typed can be read as none."""
        return self.kind == QuestionKind.NUMERIC and any(not readings_of(typed) for typed in self.shown)

    def shown_side(self, left: str) -> str:
        """Return the right side that is chosen for `left`; "" where none is."""
        pairs = (pair.partition(PAIR) for pair in self.shown)
        return next((side for key, _, side in pairs if key == left), "")


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """The whole page. `number` is the question in view where each has a page of its own."""

    attempt: AttemptValue
    course: CourseValue
    key: str
    title: Localized
    layout: Layout
    going_back: bool
    counted: bool
    count: int
    questions: tuple[QuestionShown, ...]
    languages: Languages
    spoken: tuple[tuple[str, str], ...]
    number: int
    checking: bool
    notice: Text | None
    words: str
    zone: tzinfo
    now: datetime
    heartbeat: int = HEARTBEAT

    def clock(self, instant: datetime) -> str:
        """Return the time of day at an instant as the reader's clocks show it: `14:05`."""
        return f"{instant.astimezone(self.zone):%H:%M}"

    @property
    def paged(self) -> bool:
        """Whether each question has a page of its own."""
        return self.layout is Layout.ONE_QUESTION

    @property
    def one_way(self) -> bool:
        """Whether there is no way back to a question that was passed."""
        return self.paged and not self.going_back

    @property
    def first(self) -> int:
        """The first question that can be turned to."""
        return self.questions[0].number if self.questions else 1

    @property
    def open(self) -> tuple[int, ...]:
        """The questions without an answer."""
        return tuple(one.number for one in self.questions if not one.shown)

    @property
    def progress(self) -> Text:
        """How many questions have an answer, of how many."""
        return text("Answered: %(answered)s of %(count)s", answered=self.count - len(self.open), count=self.count)

    @property
    def open_text(self) -> Text:
        """Which questions have no answer."""
        numbers = ", ".join(str(number) for number in self.open)
        if len(self.open) == 1:
            return text("Not answered: question %(numbers)s.", numbers=numbers)
        return text("Not answered: questions %(numbers)s.", numbers=numbers)

    @property
    def left(self) -> str:
        """The time left as a clock shows it; "" where nothing ends the attempt."""
        if self.attempt.due_at is None:
            return ""
        rest = max(timedelta(), self.attempt.due_at - self.now)
        minutes, seconds = divmod(-(-rest // timedelta(seconds=1)), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def questions_shown(shown: AttemptShown, languages: Languages, undecided: Undecided) -> tuple[QuestionShown, ...]:
    """Return the questions of an attempt: where there is no way back, only the one that was reached."""
    one_way = shown.layout is Layout.ONE_QUESTION and not shown.going_back
    return tuple(
        _question(one, shown, languages, undecided) for one in shown.asked if not one_way or one.number == shown.reached
    )


def _question(asked: Asked, shown: AttemptShown, languages: Languages, undecided: Undecided) -> QuestionShown:
    stored, number = shown.answers.get(asked.number), asked.number
    chosen = stored.chosen if stored else ()
    version = stored.version if stored else 0
    return QuestionShown(
        number=number,
        kind=asked.question.kind.value,
        texts=texts_of(asked.question, languages),
        keys=lefts(asked.option_keys),
        sides=sides(asked.option_keys),
        points=asked.points,
        credit=credit_in_words(asked.question),
        chosen=chosen,
        shown=undecided.chosen.get(number, chosen),
        version=version,
        base=undecided.bases.get(number, version),
        saved_at=stored.saved_at if stored else None,
        rival=undecided.rivals.get(number),
        problems=tuple(problem.reason for problem in undecided.problems.get(number, ())),
    )
