"""Any policy, and anybody under it, for property tests."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from app.grading.rules import Kind, PiecePlan, PieceState, Policy, Standing
from tests.grading.rules_cast import PLAN, QUIZZES, policy

KEYS = (*QUIZZES, "group_work", "essay")

shares = st.integers(0, 12).map(lambda twelfths: Fraction(twelfths, 12))
"""Of a maximum: both ends are met often, and a bonus or a rounding in between."""


@st.composite
def policies(draw: st.DrawFn, **fixed: Any) -> Policy:
    """Any policy for the sample course's pieces; `fixed` keys have `_` for the dot and `__` for `_`."""
    quiz = draw(st.integers(0, 100))
    group = draw(st.integers(0, 100 - quiz))
    high = draw(st.sampled_from([60, 55, "59.5", "59.2", 100, 40]))
    low = draw(st.sampled_from([30, 0, "29.5", 40]))
    changes: dict[str, Any] = {
        "weights": draw(
            st.sampled_from(
                [{"quiz": 30, "group": 30, "essay": 40}, {"quiz": quiz, "group": group, "essay": 100 - quiz - group}]
            )
        ),
        "achievement.points": high,
        "achievement.requires": draw(st.sampled_from(["all", ["essay"], ["quiz_1", "group_work"], []])),
        "participation.points": low,
        "participation.min_done": draw(st.sampled_from(["1/2", 0, "3/4", "1/3", "7/8"])),
        "participation.counted_by": draw(st.sampled_from(["piece", "component"])),
        "incomplete_above": draw(st.sampled_from(["participation", "none"])),
        "bonus": {
            "max": draw(st.sampled_from([10, 0, 30])),
            "unit": draw(st.sampled_from(["points", "percent"])),
            "apply": draw(st.sampled_from(["whole", "to_threshold"])),
        },
        "threshold_rounding": draw(st.sampled_from(["none", "half_up"])),
        "hours.required": draw(st.sampled_from(["off", 60])),
        "quiz.mean_over": draw(st.sampled_from(["takers", "enrolled"])),
    }
    return policy({**changes, **{key.replace("__", "."): value for key, value in fixed.items()}})


@st.composite
def piece_states(draw: st.DrawFn, piece: PiecePlan) -> PieceState:
    """A piece not done, waiting for its mark, or marked."""
    score = None if draw(st.integers(0, 9)) == 0 else draw(shares) * piece.maximum
    if piece.kind is not Kind.GROUP:
        done = draw(st.integers(0, 4)) > 0
        return PieceState(done=done, score=score if done else None)
    factor = draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0)]))
    return PieceState(done=factor > 0, score=score, factor=factor)


@st.composite
def standings(draw: st.DrawFn, plan: Sequence[PiecePlan] = PLAN) -> Standing:
    """Anybody: any pieces done, a bonus or none, hours counted or not."""
    pieces = {piece.key: draw(piece_states(piece)) for piece in plan}
    bonus = draw(st.none() | st.integers(0, 40).map(lambda quarters: Fraction(quarters, 4)))
    hours = draw(st.sampled_from([None, Fraction(60), Fraction(119, 2)]))
    return Standing(pieces, bonus, hours)


open_pieces = st.frozensets(st.sampled_from(KEYS)) | st.just(frozenset(KEYS))
