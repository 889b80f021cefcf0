"""The words that the policy and its results are made of, and what a participant has done so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from app.grading.rules.numbers import ZERO


class Kind(StrEnum):
    """What a piece is; the pieces of one kind are a component of the assessment, with one weight."""

    QUIZ = "quiz"
    GROUP = "group"
    ESSAY = "essay"


class Outcome(StrEnum):
    """What a participant ends with: a certificate of one of two levels, or none."""

    ACHIEVEMENT = "achievement"
    PARTICIPATION = "participation"
    NONE = "none"


class Engagement(StrEnum):
    """How much of the course was done, by share of pieces (rule 12)."""

    FULL = "full"
    HALF = "half"
    SOME = "some"
    NEVER = "never"


class CountedBy(StrEnum):
    """Whether Participation counts pieces, or components (a component is done when all of its pieces are)."""

    PIECE = "piece"
    COMPONENT = "component"


class BonusUnit(StrEnum):
    """Whether a recorded bonus is points of 100, or percent of the base."""

    POINTS = "points"
    PERCENT = "percent"


class BonusApply(StrEnum):
    """Whether a bonus that lifts counts whole, or only as far as the threshold."""

    WHOLE = "whole"
    TO_THRESHOLD = "to_threshold"


class ThresholdRounding(StrEnum):
    """Whether the total is compared as it is, or rounded half up to a whole point."""

    NONE = "none"
    HALF_UP = "half_up"


class MeanOver(StrEnum):
    """Whose quiz points make the mean that "above the mean" is measured against."""

    TAKERS = "takers"
    ENROLLED = "enrolled"


class Excused(StrEnum):
    """Whether the weight of what somebody is excused from goes to the rest, or is lost."""

    REDISTRIBUTE = "redistribute"
    EARNS_NOTHING = "earns_nothing"


class BonusUse(StrEnum):
    """What became of a bonus, and why (rule 6)."""

    NOT_OFFERED = "not_offered"
    USED = "used"
    NOT_NEEDED = "not_needed"
    PIECE_MISSING = "piece_missing"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class PiecePlan:
    """An assessed piece as the course defines it.

    `maximum` is above 0: the questions of a quiz, 100 (percent) of group work, the sum of the criteria of an essay.
    `number` is a quiz's number in the whole course, where a plan holds part of it.
    """

    key: str
    kind: Kind
    maximum: Fraction
    criteria: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PieceState:
    """What is known of one participant's piece.

    `score` is 0 to the piece's maximum: right answers, the group's mark in percent, the sum of the criteria. A piece
    that is done without a score waits for its mark. `factor` (0 to 1) is the member's part in group work; None there is
    full. A piece that is not done earns nothing, whatever its score (rules 1, 5).
    """

    done: bool
    score: Fraction | None
    factor: Fraction | None = None
    earned: Fraction = field(init=False, repr=False, compare=False)
    """What the piece brings, in its own unit: nothing until it is done and marked; group work times the factor."""

    def __post_init__(self) -> None:
        """Work out what the piece brings, once for everybody who shares this state."""
        object.__setattr__(self, "earned", _earned(self))


def _earned(state: PieceState) -> Fraction:
    if not state.done or state.score is None:
        return ZERO
    return state.score if state.factor is None else state.score * state.factor


NOT_DONE = PieceState(done=False, score=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything recorded of one participant; a piece without a state was not done.

    `bonus` is in the policy's unit, None where none was recorded; `hours_attended` is None where nobody counted. An
    `excused` piece is neither done nor missing, whatever was handed in.
    """

    pieces: Mapping[str, PieceState]
    bonus: Fraction | None = None
    hours_attended: Fraction | None = None
    excused: frozenset[str] = frozenset()

    def piece(self, key: str) -> PieceState:
        """Return the state of a piece; one that nothing is recorded of, or that is excused, was not done."""
        return NOT_DONE if key in self.excused else self.pieces.get(key, NOT_DONE)


def unmarked(standing: Standing, plan: Sequence[PiecePlan]) -> tuple[str, ...]:
    """Return the keys of the pieces that are done and wait for their mark (rule 14), in the plan's order."""
    states = ((piece.key, standing.piece(piece.key)) for piece in plan)
    return tuple(key for key, state in states if state.done and state.score is None)
