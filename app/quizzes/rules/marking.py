"""The score of a whole attempt, question by question. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.attempts import Asked, Decisions
from app.quizzes.rules.scoring import share
from app.quizzes.rules.vocabulary import RescoringAction

Chosen = Mapping[int, Sequence[str]]
"""What was answered, by the number of the question; a question that is missing was not answered."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one question brought: `earned` of `points`. One that was dropped counts in nothing."""

    number: int
    question_id: int
    earned: Fraction
    points: Fraction
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What an attempt is worth: `score` of `out_of`, exact, made of `marks`."""

    marks: tuple[Mark, ...]

    @property
    def score(self) -> Fraction:
        """Return the points earned."""
        return sum((mark.earned for mark in self.marks), Fraction(0))

    @property
    def out_of(self) -> Fraction:
        """Return the points that could be earned."""
        return sum((mark.points for mark in self.marks if not mark.dropped), Fraction(0))


def mark(asked: Iterable[Asked], chosen: Chosen, decisions: Decisions) -> Marked:
    """Return what the answers to the questions `asked` are worth under the newest `decisions`."""
    return Marked(tuple(_mark(one, chosen.get(one.number, ()), decisions) for one in asked))


def _mark(asked: Asked, chosen: Sequence[str], decisions: Decisions) -> Mark:
    decision = decisions.get(asked.question_id)
    earned = asked.points * share(asked.question, chosen, decision)
    dropped = decision is not None and decision.action is RescoringAction.DROPPED
    return Mark(asked.number, asked.question_id, earned, asked.points, dropped)
