"""How participation factors are read from what people type. Pure.

Source: docs/brief.md, "How a course is assessed"; the columns of result files.
"""

from __future__ import annotations

import re
from fractions import Fraction

from app.grading.rules.numbers import ZERO
from app.grading.rules.policy import Policy
from app.shared.amounts import CellFault, is_number, quoted_cell, within
from app.shared.wording import text

FULL, PARTIAL, NONE = "full", "partial", "none"
"""The words for a member's part in group work."""

_RATIO = re.compile(r"([0-9]{1,3})/([0-9]{1,3})", re.ASCII)


def read_factor(cell: str, policy: Policy) -> Fraction:
    """Return a participation factor, 0 to 1: full, partial, none, a decimal, `a/b` kept exact. Raises `CellFault`."""
    words = {FULL: Fraction(1), PARTIAL: policy.group_partial, NONE: ZERO}
    if cell in words:
        return words[cell]
    ratio = _RATIO.fullmatch(cell)
    if ratio and int(ratio[2]):
        return within(Fraction(int(ratio[1]), int(ratio[2])), Fraction(1), cell)
    if not is_number(cell):
        raise CellFault(
            text(
                "“%(cell)s” is no participation factor: write full, partial, none, or a number like 0.75 or 3/4.",
                cell=quoted_cell(cell),
            )
        )
    return within(Fraction(cell), Fraction(1), cell)


def factor_word(factor: Fraction, policy: Policy) -> str | None:
    """Return the word for a factor that the rules name; None for another, which needs a written reason (rule 2)."""
    words = {Fraction(1): FULL, ZERO: NONE, policy.group_partial: PARTIAL}
    return words.get(factor)
