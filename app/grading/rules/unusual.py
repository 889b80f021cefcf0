"""Marks that are worth a second look. Pure, exact: no root is taken, the squares are compared.

The rule, as the page states it: a mark of group work or of an essay is unusual where it is none of the points or all of
them, or where, among at least eight marks of the piece, it lies more than two standard deviations from their mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

LEAST = 8
DEVIATIONS = 2


class Unusual(StrEnum):
    """Why a mark is worth a second look."""

    NOTHING = "nothing"
    EVERYTHING = "everything"
    FAR = "far"


def unusual_marks(scores: Mapping[int, Fraction], maximum: Fraction) -> dict[int, Unusual]:
    """Return which of these scores, each with whatever it is found by, are unusual, and why."""
    found = {key: why for key, score in scores.items() if (why := _at_an_end(score, maximum))}
    if len(scores) < LEAST:
        return found
    mean = sum(scores.values(), Fraction(0)) / len(scores)
    variance = sum(((score - mean) ** 2 for score in scores.values()), Fraction(0)) / len(scores)
    limit = DEVIATIONS**2 * variance
    far = {key: Unusual.FAR for key, score in scores.items() if (score - mean) ** 2 > limit}
    return far | found


def _at_an_end(score: Fraction, maximum: Fraction) -> Unusual | None:
    if score == 0:
        return Unusual.NOTHING
    return Unusual.EVERYTHING if score == maximum else None
