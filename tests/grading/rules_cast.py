"""A course like A9714776, and participants of it, in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from fractions import Fraction
from typing import Any

from app.grading.rules import Kind, PiecePlan, PieceState, Policy, Standing

Number = int | str | Fraction

DATA: dict[str, Any] = {
    "weights": {"quiz": 30, "group": 30, "essay": 40},
    "achievement": {"points": 60, "requires": "all"},
    "participation": {"points": 30, "min_done": "1/2", "counted_by": "piece"},
    "incomplete_above": "participation",
    "bonus": {"max": 10, "unit": "points", "apply": "whole"},
    "threshold_rounding": "none",
    "group": {"partial": "1/2"},
    "hours": {"required": "off"},
    "quiz": {"mean_over": "takers"},
    "engagement": {"full": "7/8", "half": "1/2"},
}
QUIZZES = tuple(f"quiz_{number}" for number in range(1, 7))
PLAN = (
    *(PiecePlan(key, Kind.QUIZ, Fraction(10)) for key in QUIZZES),
    PiecePlan("group_work", Kind.GROUP, Fraction(100)),
    PiecePlan("essay", Kind.ESSAY, Fraction(40), ("clarity", "alignment", "coherence", "gender")),
)


def policy_data(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The sample course's policy with some dotted keys changed; None takes a key away."""
    data = deepcopy(DATA)
    for key, value in (changes or {}).items():
        section, _, name = key.rpartition(".")
        target = data.setdefault(section, {}) if section else data
        if value is None:
            target.pop(name)
        else:
            target[name] = value
    return data


def policy(changes: dict[str, Any] | None = None) -> Policy:
    return Policy.from_data(policy_data(changes))


POLICY = policy()


def state(score: Number | None, factor: Number | None = None) -> PieceState:
    """A piece that was done; score None: not marked yet."""
    return PieceState(
        done=True,
        score=None if score is None else Fraction(score),
        factor=None if factor is None else Fraction(factor),
    )


def standing(
    *quizzes: Number | None,
    mark: Number | None = None,
    factor: Number = 1,
    essay: Number | None = None,
    bonus: Number | None = None,
    hours: Number | None = None,
) -> Standing:
    """Somebody with these quiz scores (None: not taken), group mark and essay; None: not done."""
    pieces = {key: state(score) for key, score in zip(QUIZZES, quizzes, strict=False) if score is not None}
    if mark is not None:
        pieces["group_work"] = PieceState(done=Fraction(factor) > 0, score=Fraction(mark), factor=Fraction(factor))
    if essay is not None:
        pieces["essay"] = state(essay)
    return Standing(pieces, _fraction(bonus), _fraction(hours))


def everything(points: Number, bonus: Number | None = None, hours: Number | None = None) -> Standing:
    """Somebody who did every piece and has exactly `points`, spread over all of them in proportion."""
    share = Fraction(points) / 100
    return standing(*[share * 10] * 6, mark=share * 100, essay=share * 40, bonus=bonus, hours=hours)


def without_essay(points: Number, bonus: Number | None = None) -> Standing:
    """Somebody who did all but the essay and has exactly `points` (at most 60)."""
    share = Fraction(points) / 60
    return standing(*[share * 10] * 6, mark=share * 100, bonus=bonus)


def said(lines: Sequence[object]) -> list[str]:
    """Sentences in English."""
    return [str(line) for line in lines]


def _fraction(number: Number | None) -> Fraction | None:
    return None if number is None else Fraction(number)
