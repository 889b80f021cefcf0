"""Shares of a point as other systems write them: in percent, rounded, from a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from app.quizzes.documents.drafts import Answer, Choice, Draft, RefusedError
from app.shared.wording import text

WHOLE, NOTHING = Fraction(1), Fraction(0)
DIGITS = 5
"""Decimals of a percentage, as Moodle writes them."""
_MOODLE = "0 1 9/10 5/6 4/5 3/4 7/10 2/3 3/5 1/2 2/5 1/3 3/10 1/4 1/5 1/6 1/7 1/8 1/9 1/10 1/20"
MOODLE = frozenset(sign * Fraction(known) for sign in (1, -1) for known in _MOODLE.split())
"""The shares that Moodle knows (question/engine/bank.php, `fraction_options_full`)."""
_DENOMINATORS = ((DIGITS, 100), (2, 12))
"""How fine a share may be that a rounded percentage stands for, by the decimals that it is written with."""
_LARGEST_EXPONENT = 30
_CLOSE = Fraction(1, 100)
_LISTED = 8
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:[.,]\d{0,40})?|[.,]\d{1,40})(?:[eE]([+-]?\d{1,3}))?", re.ASCII)


def number(written: str) -> Fraction:
    """Return a number as files write it, point or comma as the decimal mark, exactly.

    Raises `RefusedError` for what is no number, and for numbers with more digits than anybody types.
    """
    plain = written.strip().replace("\N{MINUS SIGN}", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or abs(int(found[1] or 0)) > _LARGEST_EXPONENT:
        raise RefusedError(text("“%(written)s” is no number that can be read.", written=written.strip()[:40]))
    return Fraction(plain.replace(",", "."))


def share(percent: str) -> Fraction:
    """Return the share that a percentage stands for: 33.33333 is one third, 50 a half, 42.5 exactly that.

    Raises `RefusedError` for what is no number, or lies beyond 100.
    """
    exact = number(percent) / 100
    if abs(exact) > 1:
        raise RefusedError(text("A share of %(percent)s %% lies beyond 100 %%.", percent=percent.strip()[:20]))
    decimals = _decimals(percent.strip())
    for digits, largest in _DENOMINATORS:
        simple = exact.limit_denominator(largest)
        if decimals >= digits and abs(simple - exact) < Fraction(1, 100 * 10**decimals):
            return simple
    return exact


def percent(part: Fraction) -> str | None:
    """Return a share as a percentage that `share` reads back exactly; None where there is none."""
    written = decimal(part * 100, DIGITS)
    return written if share(written) == part else None


def decimal(value: Fraction, digits: int) -> str:
    """Return `value` rounded to so many decimals, without needless zeros."""
    rounded = round(value * 10**digits)
    whole = Decimal(rounded).scaleb(-digits)
    plain = f"{whole:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def exact_decimal(value: Fraction) -> str | None:
    """Return `value` as a decimal number without rounding; None where it has no end, or a very far one."""
    for digits in (0, 5, 10, 20, 40):
        written = decimal(value, digits)
        if Fraction(written) == value:
            return written
    return None


def _nearest(part: Fraction) -> Fraction:
    return min(MOODLE, key=lambda known: (abs(known - part), known))


def whole_again(shares: Sequence[Fraction]) -> list[Fraction]:
    """Return shares that were written with few digits as they were meant: 33, 33 and 33 % are thirds.

    Only where the positive ones then make up a whole, and did not before.
    """
    if not shares or sum(part for part in shares if part > 0) == WHOLE:
        return list(shares)
    nearest = [_nearest(part) for part in shares]
    close = all(abs(known - part) < _CLOSE for known, part in zip(nearest, shares, strict=True))
    return nearest if close and sum(part for part in nearest if part > 0) == WHOLE else list(shares)


def note_rounded(draft: Draft) -> None:
    """Say which shares are read as something else than the file writes: 33 % as 1/3. What Moodle writes itself is not.

    Where the shares say which options are right, and no more, how they are read makes no difference.
    """
    if draft.scoring is not None:
        return
    shares: tuple[Choice | Answer, ...] = (*draft.choices, *draft.answers)
    read = {one.percent.strip(): one.fraction for one in shares if one.percent}
    changed = [
        f"{percent} % = {fraction}"
        for percent, fraction in read.items()
        if number(percent) / 100 != fraction and _decimals(percent) < DIGITS
    ]
    draft.note(
        text("Rounded shares are read as what they stand for: %(shares)s.", shares=", ".join(changed[:_LISTED])),
        when=changed,
    )


def _decimals(percent: str) -> int:
    return len(percent.replace(",", ".").partition(".")[2])
