"""The rubric by which a group's work is marked, as the `group_work` section states it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.rules import Criterion, Localized
from app.groupwork.rules.section_parts import HUNDRED
from app.shared.amounts import read_number
from app.shared.definitions.section_reader import Fault
from app.shared.wording import Text, text

OVERALL = Criterion("overall", {"en": "The work as a whole", "fr": "L’ensemble du travail"}, HUNDRED)
"""The only criterion of a course that states none."""

MOST = 20
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CRITERION = frozenset({"key", "title", "maximum", "levels"})
_LEVEL = frozenset({"points_from", "title", "description"})


@dataclass(frozen=True, slots=True)
class Level:
    """What work is like that earns at least `points_from` points of a criterion."""

    points_from: Fraction
    title: Localized
    description: Localized


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria in order, and the levels of each by its key, the lowest first."""

    criteria: tuple[Criterion, ...]
    levels: Mapping[str, tuple[Level, ...]]

    @property
    def maximum(self) -> Fraction:
        """What the points of all criteria can come to."""
        return sum((criterion.maximum for criterion in self.criteria), Fraction(0))


DEFAULT = Rubric((OVERALL,), {})


def read_rubric(stated: object) -> tuple[Rubric, tuple[Fault, ...]]:
    """Return the rubric (the default one for None) and every fault, with keys such as `criteria.0.levels.1.title`."""
    if stated is None:
        return DEFAULT, ()
    if not isinstance(stated, Sequence) or isinstance(stated, str) or not 0 < len(stated) <= MOST:
        return DEFAULT, (_fault("criteria", text("This must be a list of 1 to %(most)s criteria.", most=MOST)),)
    reader = _RubricReader()
    criteria = [reader.criterion(entry, f"criteria.{place}") for place, entry in enumerate(stated)]
    faults = [*reader.faults, *_repeated(criteria)]
    levels = {criterion.key: levels for criterion, levels in criteria if levels}
    return Rubric(tuple(criterion for criterion, _levels in criteria), levels), tuple(faults)


def _repeated(criteria: Sequence[tuple[Criterion, tuple[Level, ...]]]) -> Iterator[Fault]:
    keys = [criterion.key for criterion, _levels in criteria]
    for place, key in enumerate(keys):
        if key and key in keys[:place]:
            yield _fault(f"criteria.{place}.key", text("This key stands twice."))


class _RubricReader:
    """Reads entries; every fault is kept and a stand-in returned."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def criterion(self, entry: object, where: str) -> tuple[Criterion, tuple[Level, ...]]:
        data = self._entry(entry, where, _CRITERION)
        key = data.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            self._wrong(f"{where}.key", text("Write a key of small letters, digits and _, such as analysis."))
            key = ""
        maximum = self._number(data.get("maximum"), f"{where}.maximum", HUNDRED)
        if not maximum:
            self._wrong(f"{where}.maximum", text("Write a number above 0 and up to 100."))
        levels = data.get("levels", ())
        if not isinstance(levels, Sequence) or isinstance(levels, str):
            self._wrong(f"{where}.levels", text("This must be a list of levels."))
            levels = ()
        described = [self._level(level, f"{where}.levels.{place}", maximum) for place, level in enumerate(levels)]
        described.sort(key=lambda level: level.points_from)
        return Criterion(key, self._localized(data.get("title"), f"{where}.title"), maximum), tuple(described)

    def _level(self, entry: object, where: str, maximum: Fraction) -> Level:
        data = self._entry(entry, where, _LEVEL)
        return Level(
            points_from=self._number(data.get("points_from"), f"{where}.points_from", maximum),
            title=self._localized(data.get("title"), f"{where}.title"),
            description=self._localized(data.get("description"), f"{where}.description"),
        )

    def _entry(self, entry: object, where: str, known: frozenset[str]) -> Mapping[str, object]:
        if not isinstance(entry, Mapping):
            self._wrong(where, text("Write these keys under it: %(keys)s.", keys=", ".join(sorted(known))))
            return {}
        for key in entry:
            if key not in known:
                self._wrong(f"{where}.{key}", text("The keys here are: %(keys)s.", keys=", ".join(sorted(known))))
        return entry

    def _number(self, value: object, where: str, most: Fraction) -> Fraction:
        try:
            number = read_number(value)
        except ValueError:
            number = Fraction(-1)
        if 0 <= number <= most:
            return number
        self._wrong(where, text("Write a number from 0 to %(most)s.", most=most))
        return Fraction(0)

    def _localized(self, value: object, where: str) -> Localized:
        if isinstance(value, Mapping) and value and all(isinstance(said, str) and said for said in value.values()):
            return {str(language): str(said) for language, said in value.items()}
        self._wrong(where, text("Write it in each language: {en: ..., fr: ...}."))
        return {"en": ""}

    def _wrong(self, where: str, suggestion: Text) -> None:
        self.faults.append(_fault(where, suggestion))


def _fault(where: str, suggestion: Text) -> Fault:
    return Fault(where, text("This cannot be used."), suggestion)
