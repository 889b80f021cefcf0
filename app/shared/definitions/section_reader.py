"""A section of nested keys as it is written: a reader that says what is wrong with it, key by key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from app.shared.amounts import read_number, shown
from app.shared.wording import Text, Value, text

Choice = TypeVar("Choice", bound=StrEnum)
ZERO, HUNDRED = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong or missing key: its dotted path inside the section (`achievement.points`), why, and what to write."""

    key: str
    reason: Text
    suggestion: Text

    def __str__(self) -> str:
        """Return the fault in English, for logs."""
        return f"{self.key}: {self.reason} {self.suggestion}"


class SectionFaults(ValueError):
    """A section that cannot be used; `faults` holds everything that is wrong with it, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, and name every key in the message."""
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def listed(words: Iterable[str]) -> str:
    """Return keys for a suggestion; keys are the same in every language."""
    return ", ".join(words)


class Reader:
    """Reads dotted keys of a nested mapping; every fault is kept and a stand-in returned, so that reading goes on."""

    def __init__(self, data: Mapping[str, object], known: Mapping[str, frozenset[str]]) -> None:
        """Check the names of all keys; `known` maps a section ("" is the top) to its keys."""
        self.faults: list[Fault] = []
        self._data: dict[str, object] = {}
        for name, value in self._known(data, "", known[""]):
            if name in known:
                self._section(name, value, known[name])
            else:
                self._data[name] = value

    def _section(self, name: str, value: object, known: frozenset[str]) -> None:
        if isinstance(value, Mapping):
            self._data.update({f"{name}.{key}": item for key, item in self._known(value, f"{name}.", known)})
            return
        suggestion = text("Write these keys under it: %(keys)s.", keys=listed(sorted(known)))
        self.fault(name, text("This must be a section with keys of its own."), suggestion)

    def _known(self, data: Mapping[str, object], prefix: str, known: frozenset[str]) -> Iterable[tuple[str, object]]:
        for key, value in data.items():
            if key in known:
                yield key, value
                continue
            close = get_close_matches(str(key), known, n=1)
            suggestion = (
                text("Did you mean %(key)s?", key=prefix + close[0])
                if close
                else text("The keys here are: %(keys)s.", keys=listed(sorted(known)))
            )
            self.fault(f"{prefix}{key}", text("This key is not known."), suggestion)

    def fault(self, key: str, reason: Text, suggestion: Text) -> None:
        """Keep a fault."""
        self.faults.append(Fault(key, reason, suggestion))

    def sound(self, *keys: str) -> bool:
        """Return whether none of the keys has a fault so far: only then may they be compared."""
        return not any(
            fault.key in keys or fault.key in {key.partition(".")[0] for key in keys} for fault in self.faults
        )

    def has(self, key: str) -> bool:
        """Return whether the key is stated."""
        return self._data.get(key) is not None

    def value(self, key: str, suggestion: Text) -> object | None:
        """Return what is stated for the key, or None with a fault where nothing is."""
        if self.has(key):
            return self._data[key]
        if self.sound(key):
            self.fault(key, text("This key is missing."), suggestion)
        return None

    def number(self, key: str, fits: Callable[[Fraction], bool], suggestion: Text) -> Fraction:
        """Return an exact number for which `fits` holds; `suggestion` says which numbers do."""
        value = self.value(key, suggestion)
        if value is None:
            return ZERO
        try:
            number = read_number(value)
        except ValueError:
            self.fault(key, text("%(value)s is not a number.", value=_stated(value)), suggestion)
            return ZERO
        if not fits(number):
            self.fault(key, text("%(value)s is out of range.", value=shown(number)), suggestion)
        return number

    def points(self, key: str) -> Fraction:
        """Return points of 100."""
        return self.number(key, lambda number: 0 <= number <= HUNDRED, text("Write a number from 0 to 100."))

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """Return one of the named values; `default` is only the stand-in beside a fault."""
        names = [choice.value for choice in choices]
        suggestion = text("Write one of: %(choices)s.", choices=listed(names))
        value = self.value(key, suggestion)
        if value is None:
            return default
        if isinstance(value, str) and value in names:
            return choices(value)
        self.fault(key, text("%(value)s is not one of the values of this key.", value=_stated(value)), suggestion)
        return default


def _stated(value: object) -> Value:
    """Return a wrong value as an author would recognise it, and no more of it than a line takes."""
    return str(value)[:60]
