"""What item analysis is made from: who answered what, on the first attempt that they finished. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.questions import Question
from app.quizzes.rules.right import Decision
from app.quizzes.rules.vocabulary import RescoringAction

_TAKEN_OUT = frozenset({RescoringAction.ALL_ACCEPTED, RescoringAction.DROPPED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person made of one question.

    `version`: the number of the version asked; `share`: what was earned of its `points`, 0 to 1, under `Studied.key`;
    `seconds`: between this answer's saves and what was saved before each of them, None where that is not known.
    """

    version: int
    points: Fraction
    share: Fraction
    chosen: tuple[str, ...]
    seconds: int | None = None

    @property
    def earned(self) -> Fraction:
        """The points that the answer brought."""
        if self.share.denominator == 1:
            return self.points if self.share else self.share
        return self.points * self.share


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's first finished attempt: what it counts (a share of the quiz, 0 to 1), and every question asked."""

    language: str
    score: Fraction
    answers: Mapping[int, Answer]


@dataclass(frozen=True, slots=True)
class Studied:
    """A question of the quiz: its versions that were asked, by number, and what was decided on it."""

    question_id: int
    key: str
    place: int
    versions: Mapping[int, Question]
    decision: Decision | None = None

    @property
    def question(self) -> Question:
        """What the question said last."""
        return self.versions[max(self.versions)]

    @property
    def taken_out(self) -> bool:
        """Whether the question was dropped, or everything accepted: then it says nothing about who knows more."""
        return self.decision is not None and self.decision.action in _TAKEN_OUT

    @property
    def judged_by(self) -> Decision | None:
        """The decision by which answers are judged here: a changed key counts.

        Of a question that was taken out the key as written is used, so that one can still see what was wrong with it.
        """
        return None if self.taken_out else self.decision
