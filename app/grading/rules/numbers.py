"""Exact numbers: how they are rounded where a rule says so, and shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

HUNDRED = Fraction(100)
ZERO = Fraction(0)


def written(value: Fraction) -> int | str:
    """Return the number as `read_number` reads it back: 60, "29.5", "7/8"."""
    if value.denominator == 1:
        return value.numerator
    hundredths = value * 100
    return _trimmed(hundredths.numerator) if hundredths.denominator == 1 else str(value)


def score_shown(value: Fraction) -> int | Fraction:
    """Return a score for a sentence: whole, or with two decimals rounded down."""
    return value.numerator if value.denominator == 1 else value


def at_least(value: Fraction) -> int | Fraction:
    """Return a needed number **rounded up** to two decimals, for a sentence: whoever gets it has enough."""
    return score_shown(Fraction(-(-value * 100 // 1), 100))


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the sum; whole numbers, which most are, are added as such, several times as fast."""
    whole, rest = 0, None
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        if denominator == 1:
            whole += numerator
        else:
            rest = value if rest is None else rest + value
    return Fraction(whole) if rest is None else rest + whole


def reaches(value: Fraction, cut: Fraction) -> bool:
    """Return whether `value` is at least `cut`: what `>=` says, in a third of the time."""
    numerator, denominator = value.as_integer_ratio()
    least, of = cut.as_integer_ratio()
    return numerator * of >= least * denominator


def half_up(value: Fraction) -> int:
    """Return the nearest whole number, a half upwards."""
    return (value + Fraction(1, 2)) // 1


def half_up_text(value: Fraction) -> str:
    """Return a statistic rounded half up to two decimals, "22.07"."""
    hundredths = half_up(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _trimmed(hundredths: int) -> str:
    sign, hundredths = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    decimals = f"{hundredths % 100:02d}".rstrip("0")
    return f"{sign}{hundredths // 100}.{decimals}" if decimals else f"{sign}{hundredths // 100}"
