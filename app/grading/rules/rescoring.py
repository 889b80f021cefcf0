"""What scoring a quiz anew does to each participant: points and outcome before and after. Pure.

Both are derived in full, by the same function as every result: nobody's total is adjusted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from app.courses.rules import EnrolmentValue
from app.grading.rules.derivation import Derivation, derive
from app.grading.rules.policy import Policy
from app.grading.rules.values import GradebookRow
from app.grading.rules.vocabulary import Outcome, PiecePlan, PieceState

NEAR = Fraction(1)
"""Whoever misses a threshold by less than this many points afterwards is worth a second look."""
_LEVELS = {Outcome.NONE: 0, Outcome.PARTICIPATION: 1, Outcome.ACHIEVEMENT: 2}


class Counting(StrEnum):
    """How a participant's score of the quiz stands in the course."""

    COUNTS = "counts"
    """It counts, or the quiz counts nowhere and its score can be seen."""
    NOT_TOLD = "not_told"
    """It is there, and counts once the quiz tells scores."""
    BY_HAND = "by_hand"
    """Another one was recorded by hand or from a file: that one stays."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for one participant: the quiz's score, and (None where it does not count) what follows from it."""

    enrolment: EnrolmentValue
    counting: Counting
    score_before: Fraction
    score_after: Fraction
    before: Derivation | None = None
    after: Derivation | None = None
    short: Fraction | None = None
    """By how many points a threshold is missed afterwards, where it is less than one."""

    @property
    def score_change(self) -> Fraction:
        """By how much the quiz's score changes."""
        return self.score_after - self.score_before

    @property
    def total_change(self) -> Fraction:
        """By how many points the total changes."""
        return self.after.total - self.before.total if self.before and self.after else Fraction(0)

    @property
    def outcome_change(self) -> int:
        """Above 0: a better outcome; below 0: a worse one; 0: the same."""
        return _LEVELS[self.after.outcome] - _LEVELS[self.before.outcome] if self.before and self.after else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are better off, worse off, and as before."""

    better: int
    worse: int
    unchanged: int


def effect_on(
    row: GradebookRow,
    piece: str,
    scores: tuple[Fraction, Fraction],
    counting: Counting,
    *,
    plan: Sequence[PiecePlan],
    policy: Policy,
) -> Effect:
    """Return what a new score of a piece, (before, after), does to a participant."""
    before, after = scores
    if counting is not Counting.COUNTS:
        return Effect(row.enrolment, counting, before, after, row.derivation, row.derivation)
    pieces = {**row.standing.pieces, piece: PieceState(done=True, score=after)}
    derived = derive(replace(row.standing, pieces=pieces), plan, policy)
    return Effect(row.enrolment, counting, before, after, row.derivation, derived, short_of(derived, policy))


def short_of(derived: Derivation, policy: Policy) -> Fraction | None:
    """Return the points that are missing to the next threshold, where they are less than one; None otherwise.

    Rounded up to two decimals, so that whoever gets as much has enough.
    """
    missing = (cut - derived.total for cut in (policy.achievement_cut, policy.participation_cut))
    return next((Fraction(-(-points * 100 // 1), 100) for points in missing if 0 < points < NEAR), None)


def in_order(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Return what matters most first: changed outcomes, then those near a threshold, then the largest changes."""
    return tuple(
        sorted(
            effects,
            key=lambda one: (
                -abs(one.outcome_change),
                one.short is None,
                -abs(one.total_change),
                -abs(one.score_change),
                one.enrolment.email,
            ),
        )
    )


def tally(changes: Sequence[Fraction | int], whole: int) -> Tally:
    """Return how many of `whole` people's changes are for the better and for the worse."""
    better, worse = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    return Tally(better, worse, whole - better - worse)


def digest_of(decided: Sequence[object], revised: Sequence[Sequence[object]], effects: Sequence[Effect]) -> str:
    """Return what tells one preview from another: the decision, every score it changes, and all that follows."""
    lines = [
        [
            one.enrolment.id,
            one.counting,
            *(str(score) for score in (one.score_before, one.score_after)),
            *([made.outcome, str(made.total)] if made else [] for made in (one.before, one.after)),
        ]
        for one in sorted(effects, key=lambda effect: effect.enrolment.id)
    ]
    content = json.dumps([decided, revised, lines], default=str, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
