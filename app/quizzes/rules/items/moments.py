"""Means, spreads and places, exact. Pure.

Sums run over whole numbers, the values being brought to one denominator first: several times as fast as sums of
fractions, and as exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

TWO = 2
"""The fewest values that spread."""


def total(values: Iterable[Fraction]) -> Fraction:
    """Return the sum; whole numbers, which most are, are added as such."""
    whole, rest = 0, Fraction(0)
    for value in values:
        if value.denominator == 1:
            whole += value.numerator
        else:
            rest += value
    return rest + whole


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """Return the mean; None of nothing."""
    if not values:
        return None
    whole, unit = _in_units(values)
    return Fraction(sum(whole), unit * len(whole))


def variance(values: Sequence[Fraction]) -> Fraction | None:
    """Return the variance with n - 1, which estimates that of participants like these; None of fewer than two."""
    if len(values) < TWO:
        return None
    whole, unit = _in_units(values)
    return Fraction(_spread(whole, whole), len(whole) * (len(whole) - 1) * unit * unit)


def squared_correlation(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> tuple[Fraction, int] | None:
    """Return the square of Pearson's correlation and its sign; None where one of the two does not spread.

    Of a question that is right or wrong and a score it is the point-biserial correlation (Crocker & Algina, 1986).
    """
    if len(xs) < TWO:
        return None
    wholes, others = _in_units(xs)[0], _in_units(ys)[0]
    product = _spread(wholes, wholes) * _spread(others, others)
    if not product:
        return None
    together = _spread(wholes, others)
    return Fraction(together * together, product), (together > 0) - (together < 0)


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the value below which `share` of the ordered values lie, between two of them in proportion.

    Definition 7 of Hyndman & Fan (1996), which spreadsheets and R use. The median is that of 1/2.
    """
    place = (len(ordered) - 1) * share
    below = place.numerator // place.denominator
    if below + 1 >= len(ordered):
        return ordered[-1]
    return ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below)


def median(values: Sequence[int]) -> Fraction | None:
    """Return the median; None of nothing."""
    return quantile(sorted(Fraction(value) for value in values), Fraction(1, 2)) if values else None


def _in_units(values: Sequence[Fraction]) -> tuple[list[int], int]:
    unit = lcm(*{value.denominator for value in values})
    return [value.numerator * (unit // value.denominator) for value in values], unit


def _spread(xs: Sequence[int], ys: Sequence[int]) -> int:
    """Return n times the sum of the products of deviations."""
    return len(xs) * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)
