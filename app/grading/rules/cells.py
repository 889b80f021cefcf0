"""How numbers and factors are read from what people type: strictly, exactly, with a sentence on what is wrong. Pure.

Source: docs/brief.md, "How a course is assessed"; the columns of result files.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from app.grading.rules.numbers import ZERO, shown
from app.grading.rules.policy import Policy
from app.shared.wording import Text, text

FULL, PARTIAL, NONE = "full", "partial", "none"
"""The words for a member's part in group work."""

_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?", re.ASCII)
_RATIO = re.compile(r"([0-9]{1,3})/([0-9]{1,3})", re.ASCII)
_LONGEST = 40


class CellFault(ValueError):
    """What was typed cannot be used; `reason` says why, and what may be written."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        self.reason = reason
        super().__init__(str(reason))


def read_amount(cell: str, maximum: Fraction) -> Fraction:
    """Return a number from 0 to `maximum`, written `[0-9]{1,3}(.[0-9]{1,4})?` in ASCII. Raises `CellFault`."""
    if not _NUMBER.fullmatch(cell):
        raise CellFault(
            text(
                "“%(cell)s” is not a number from 0 to %(maximum)s (digits, a point, at most four decimals).",
                cell=_quoted(cell),
                maximum=shown(maximum),
            )
        )
    return within(Fraction(cell), maximum, cell)


def within(value: Fraction, maximum: Fraction, cell: str | None = None) -> Fraction:
    """Return `value` where it lies from 0 to `maximum`. Raises `CellFault`; `cell` is how it was written."""
    if not 0 <= value <= maximum:
        written = _quoted(cell) if cell is not None else shown(value)
        raise CellFault(text("%(value)s lies outside 0 to %(maximum)s.", value=written, maximum=shown(maximum)))
    return value


def read_factor(cell: str, policy: Policy) -> Fraction:
    """Return a participation factor, 0 to 1: full, partial, none, a decimal, `a/b` kept exact. Raises `CellFault`."""
    words = {FULL: Fraction(1), PARTIAL: policy.group_partial, NONE: ZERO}
    if cell in words:
        return words[cell]
    ratio = _RATIO.fullmatch(cell)
    if ratio and int(ratio[2]):
        return within(Fraction(int(ratio[1]), int(ratio[2])), Fraction(1), cell)
    if not _NUMBER.fullmatch(cell):
        raise CellFault(
            text(
                "“%(cell)s” is no participation factor: write full, partial, none, or a number like 0.75 or 3/4.",
                cell=_quoted(cell),
            )
        )
    return within(Fraction(cell), Fraction(1), cell)


def factor_word(factor: Fraction, policy: Policy) -> str | None:
    """Return the word for a factor that the rules name; None for another, which needs a written reason (rule 2)."""
    words = {Fraction(1): FULL, ZERO: NONE, policy.group_partial: PARTIAL}
    return words.get(factor)


def plain_number(value: Fraction) -> str:
    """Return a number exactly, as one would type it: `8.5`, and `1/3` where no four decimals say it."""
    return _plain(*value.as_integer_ratio())


@lru_cache(maxsize=16_384)  # a cohort's scores are the same few hundred numbers
def _plain(numerator: int, denominator: int) -> str:
    if denominator == 1:
        return str(numerator)
    scaled, rest = divmod(numerator * 10_000, denominator)
    if rest:
        return f"{numerator}/{denominator}"
    whole, decimals = divmod(scaled, 10_000)
    return f"{whole}.{decimals:04d}".rstrip("0")


def _quoted(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
