"""Which score counts where a quiz was attempted more than once, and what it is worth in the course. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.quizzes.rules.vocabulary import Counts


def share_of(score: Fraction, out_of: Fraction) -> Fraction:
    """Return which part of a quiz was earned, 0 to 1. Where every question was dropped, nobody lacks anything: 1."""
    return score / out_of if out_of else Fraction(1)


def counted(shares: Sequence[Fraction], counts: Counts) -> Fraction | None:
    """Return what counts of several attempts' shares, given in the order of the attempts; None without any."""
    if not shares:
        return None
    if counts is Counts.BEST:
        return max(shares)
    if counts is Counts.MEAN:
        return sum(shares, Fraction(0)) / len(shares)
    return shares[0] if counts is Counts.FIRST else shares[-1]
