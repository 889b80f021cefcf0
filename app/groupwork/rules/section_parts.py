"""What the parts of the `group_work` section share: defaults filled in, numbers within bounds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.shared.definitions.section_reader import Reader
from app.shared.wording import text

HUNDRED = Fraction(100)


def reader_of(data: Mapping[str, object], defaults: Mapping[str, object]) -> Reader:
    """Return a reader of `data`, in which every key of `defaults` (`part.key`) that is left out has its default.

    What is stated wrongly stays as it is, for the reader to find.
    """
    completed = dict(data)
    known: dict[str, set[str]] = {"": set()}
    for name, default in defaults.items():
        part, _dot, key = name.partition(".")
        known[""].add(part)
        known.setdefault(part, set()).add(key)
        stated = completed.get(part, {})
        if isinstance(stated, Mapping):
            completed[part] = {key: default} | dict(stated)
    return Reader(completed, {part: frozenset(keys) for part, keys in known.items()})


def whole(reader: Reader, key: str, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`; a fault is kept by the reader."""
    suggestion = text("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
    return int(reader.number(key, lambda number: number.denominator == 1 and least <= number <= most, suggestion))


def percent(reader: Reader, key: str) -> Fraction:
    """Return a number from 0 to 100."""
    return reader.points(key)


def share(reader: Reader, key: str) -> Fraction:
    """Return a share above 0, up to 1."""
    suggestion = text("Write a number above 0 and up to 1, such as 1/2.")
    return reader.number(key, lambda number: 0 < number <= 1, suggestion)
