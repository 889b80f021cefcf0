"""Sentences as data: a message id with its values, put into a language only at the edge. Pure.

A rule or a verb says *what* is to be said; `app.shared.language.say` says it in English or French.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = "str | int | Fraction | Decimal | Text"
"""What a placeholder takes. Fractions and Decimals are points (see `points`); a Text is said in the same language."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: an English message id with named `%(placeholders)s`, and their values."""

    msgid: str
    params: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """Return the sentence in English, for logs and tests."""
        return self.msgid % {name: plain(value) for name, value in self.params.items()} if self.params else self.msgid


def text(msgid: str, /, **params: Value) -> Text:
    """Mark `msgid` for translation (pybabel extracts calls of this name) and bind its values."""
    return Text(msgid, MappingProxyType(params))


def plain(value: Value) -> str:
    """Return `value` as English reads it: points with two decimals, everything else as it is."""
    return points(value) if isinstance(value, Fraction | Decimal) else str(value)


def points(value: Fraction | Decimal) -> str:
    """Return points with two decimals, **rounded down** (rule 11: what reads 60.00 has reached 60)."""
    numerator, denominator = value.as_integer_ratio()
    return _with_decimals(numerator * 100 // denominator)


@lru_cache(maxsize=16_384)  # every number of points from 0.00 to 100.00 has its place
def _with_decimals(hundredths: int) -> str:
    sign, hundredths = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"
