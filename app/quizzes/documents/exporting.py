"""Writing questions into a file: what a format cannot say is left out, or noted, question by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from app.quizzes.documents.drafts import NOTHING, Part
from app.quizzes.documents.shares import percent, whole_again
from app.quizzes.documents.texts import clean
from app.quizzes.documents.values import Notice, Refusal
from app.quizzes.rules import Accepted, BankQuestion, Localized, Option, Question, QuestionKind, Scoring
from app.shared.wording import Text, text

ZERO = Fraction(0)
T = TypeVar("T")


class LeftOutError(Exception):
    """A question cannot be written in a format; the others are."""

    def __init__(self, reason: Text) -> None:
        """Say why."""
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question of the bank in the one language in which it is written out, and the notices that this gives."""

    asked: BankQuestion
    language: str
    notices: list[Text] = field(default_factory=list)

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.asked.question

    @property
    def title(self) -> str:
        """What the question is called; its key where it has no title."""
        return " ".join(clean(self.question.title).split()) or self.asked.key

    @property
    def text(self) -> Part:
        """What is asked."""
        return self.part(self.question.text)

    def part(self, localized: Localized) -> Part:
        """Return a text that has to be there. Raises `LeftOutError` where it is not in this language."""
        found = self.maybe(localized)
        if not found:
            raise LeftOutError(text("It has no text in this language."))
        return found

    def maybe(self, localized: Localized) -> Part:
        """Return a text that need not be there."""
        written = clean(localized.get(self.language, ""))
        return Part(written, self.question.format) if written else NOTHING

    def feedback_of(self, said: Option | Accepted | Question) -> Part:
        """Return what is said on an option, an accepted answer, or the question."""
        return self.maybe(said.feedback)

    def note(self, reason: Text, *, when: object = True) -> None:
        """Say what is not carried, once, and only `when` there is anything."""
        if when and reason not in self.notices:
            self.notices.append(reason)

    def words(self, accepted: Accepted) -> list[str]:
        """Return the words that an answer accepts, of every language: all of them count here too."""
        return list(dict.fromkeys(clean(word) for words in accepted.words.values() for word in words if clean(word)))


@dataclass(slots=True)
class Outcome:
    """What became of the questions: what was written, left out and noted."""

    left_out: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def written(
    questions: Sequence[BankQuestion], language: str, write: Callable[[Spoken], T]
) -> tuple[list[tuple[Spoken, T]], Outcome]:
    """Return what `write` makes of each question, and what became of those that it refuses (`LeftOutError`)."""
    done: list[tuple[Spoken, T]] = []
    outcome = Outcome()
    for number, asked in enumerate(questions, 1):
        spoken = Spoken(asked, language)
        try:
            done.append((spoken, write(spoken)))
        except LeftOutError as error:
            outcome.left_out.append(Refusal(number, spoken.title, error.reason))
            continue
        behind = spoken.maybe(spoken.question.objective) or spoken.maybe(spoken.question.source)
        spoken.note(text("Its learning objective and its source are not written."), when=behind)
        outcome.notices += [Notice(number, spoken.title, reason) for reason in spoken.notices]
    return done, outcome


def shares_of(spoken: Spoken) -> list[Fraction]:
    """Return the share that each option brings, for formats that know shares only.

    Where ours are scored as a whole, they come close, and a tag says how (see `marks`).
    """
    question = spoken.question
    if any(option.fraction is not None for option in question.options) or question.kind is not QuestionKind.MULTIPLE:
        return [Fraction(option.right) if option.fraction is None else option.fraction for option in question.options]
    right = len(question.right_keys)
    if not right:
        raise LeftOutError(text("None of its options is right."))
    wrong = len(question.options) - right
    if question.scoring is not Scoring.RIGHT_MINUS_WRONG:
        spoken.note(text("Other systems score partly right answers differently: they know shares of options only."))
    loss = Fraction(-1) if question.scoring is Scoring.ALL_OR_NOTHING else Fraction(-1, wrong) if wrong else ZERO
    return [Fraction(1, right) if option.right else loss for option in question.options]


def percentages(shares: Sequence[Fraction]) -> list[str]:
    """Return shares in percent. Raises `LeftOutError` where they would be read back as others."""
    found = [percent(share) for share in shares]
    if None in found or whole_again(shares) != list(shares):
        raise LeftOutError(text("The shares that its answers bring cannot be written exactly."))
    return [share for share in found if share is not None]


def has_own_scoring(question: Question) -> bool:
    """Tell whether several options are scored as a whole, which shares of options cannot say."""
    explicit = any(option.fraction is not None for option in question.options)
    return question.kind is QuestionKind.MULTIPLE and not explicit and question.scoring is not Scoring.RIGHT_MINUS_WRONG
