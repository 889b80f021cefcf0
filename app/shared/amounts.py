"""How numbers are read from what people type, and written back: strictly, exactly, saying what is wrong. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from app.shared.wording import Text, text

_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?", re.ASCII)
_WRITTEN = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?|[0-9]{1,9}/[0-9]{1,9}", re.ASCII)
_LONGEST = 40


class CellFault(ValueError):
    """What was typed cannot be used; `reason` says why, and what may be written."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        self.reason = reason
        super().__init__(str(reason))


def is_number(cell: str) -> bool:
    """Tell whether `cell` is written `[0-9]{1,3}(.[0-9]{1,4})?` in ASCII."""
    return _NUMBER.fullmatch(cell) is not None


def read_amount(cell: str, maximum: Fraction) -> Fraction:
    """Return a number from 0 to `maximum`, written as `is_number` says. Raises `CellFault`."""
    if not is_number(cell):
        raise CellFault(
            text(
                "“%(cell)s” is not a number from 0 to %(maximum)s (digits, a point, at most four decimals).",
                cell=quoted_cell(cell),
                maximum=shown(maximum),
            )
        )
    return within(Fraction(cell), maximum, cell)


def within(value: Fraction, maximum: Fraction, cell: str | None = None) -> Fraction:
    """Return `value` where it lies from 0 to `maximum`. Raises `CellFault`; `cell` is how it was written."""
    if not 0 <= value <= maximum:
        written = quoted_cell(cell) if cell is not None else shown(value)
        raise CellFault(text("%(value)s lies outside 0 to %(maximum)s.", value=written, maximum=shown(maximum)))
    return value


def read_number(value: object) -> Fraction:
    """Return the exact number that a definition states: an int, a decimal, "29.5" or "7/8".

    A float counts as what it reads as (29.5, not its binary neighbour). Raises `ValueError` for everything else.
    """
    if isinstance(value, bool):
        raise ValueError("a truth value is no number")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, float | Decimal):
        return _finite(Decimal(repr(value)) if isinstance(value, float) else value)
    if isinstance(value, str) and _WRITTEN.fullmatch(value.strip()):
        return _written(value.strip())
    raise ValueError("not a number")


def _finite(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise ValueError("not a finite number")
    return Fraction(value)


def _written(value: str) -> Fraction:
    try:
        return Fraction(value)
    except ZeroDivisionError:
        raise ValueError("a denominator of 0") from None


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


def shown(value: Fraction) -> int | Fraction | str:
    """Return a number of a definition, or a score, for a sentence: whole, with two decimals, or as it was written.

    Only what two decimals say exactly is left to the language's own format; 1/3 stays 1/3.
    """
    if value.denominator == 1:
        return value.numerator
    return value if (value * 100).denominator == 1 else str(value)


def quoted_cell(cell: str) -> str:
    """Return what was typed for a message, not longer than a message can bear."""
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
