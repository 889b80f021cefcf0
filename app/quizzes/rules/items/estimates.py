"""What figures of a few say about many: roots and intervals. Pure; the only place of item analysis with floats.

Every interval is meant to hold the figure of all participants like these in 95 of 100 cohorts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atanh, exp, log, sqrt, tanh

from app.quizzes.rules.items.moments import TWO, squared_correlation

Z = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5 % above it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of `n` people with its interval. Without one (`low`, `high` None) there are too few to give any."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


def root(value: Fraction) -> float:
    """Return the square root of a number that is not negative."""
    return sqrt(value)


def proportion(share: Fraction, n: int) -> Estimate:
    """Return a proportion (or a mean of shares from 0 to 1) with Wilson's interval (1927).

    For questions with partial credit it is wider than it had to be: shares between 0 and 1 spread less.
    """
    p = float(share)
    middle = p + Z * Z / (2 * n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    return Estimate(p, n, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return by how much one proportion exceeds another, with Newcombe's interval (1998, method 10)."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        raise ValueError("a difference of proportions needs their intervals")
    gap = one.value - other.value
    low = gap - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    high = gap + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(gap, min(one.n, other.n), low, high)


def correlation(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Estimate | None:
    """Return Pearson's correlation with Fisher's interval (1915); None where one of the two does not spread."""
    found = squared_correlation(xs, ys)
    if found is None:
        return None
    squared, sign = found
    return with_interval(sign * root(squared), len(xs))


def with_interval(r: float, n: int) -> Estimate:
    """Return a correlation of `n` pairs with Fisher's interval; of four pairs or fewer, and at 1 and -1, without."""
    if n <= 4 or abs(r) >= 1:  # noqa: PLR2004 - n - 3 is the weight, and atanh(1) is no number
        return Estimate(r, n)
    half = Z / sqrt(n - 3)
    return Estimate(r, n, tanh(atanh(r) - half), tanh(atanh(r) + half))


def reliability(alpha: Fraction, questions: int, n: int) -> Estimate:
    """Return Cronbach's alpha with Bonett's interval (2002; with the correction for bias of Bonett & Wright, 2015)."""
    value = float(alpha)
    if n <= TWO or alpha >= 1:
        return Estimate(value, n)
    middle = log(1 - value) - log(n / (n - 1))
    half = Z * sqrt(2 * questions / ((questions - 1) * (n - 2)))
    return Estimate(value, n, 1 - exp(middle + half), 1 - exp(middle - half))
