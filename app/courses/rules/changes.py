"""What differs between two versions of a definition, as data. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NAMES = ("key", "number", "criterion")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: where (`pieces.quiz_1.closes`), what it was, what it is; None: not there."""

    path: str
    before: str | None
    after: str | None


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return every value that differs between two stored definitions, in the order of the new one.

    Entries of a list are matched by their `key` or `number`, so that a new piece in the middle is one change.
    """
    return tuple(_between("", dict(before), dict(after)))


def _between(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    old, new = _named(before), _named(after)
    if old is None or new is None:
        yield Change(path, _shown(before), _shown(after))
        return
    for name in [*new, *(name for name in old if name not in new)]:
        yield from _between(f"{path}.{name}" if path else name, old.get(name), new.get(name))
    if list(old) != list(new) and set(old) == set(new) and isinstance(after, list):
        yield Change(f"{path} (order)", ", ".join(old), ", ".join(new))


def _named(value: object) -> Mapping[str, Any] | None:
    """Return the parts of a mapping or a list by name; None for what has no parts."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {_name_of(item, index): item for index, item in enumerate(value)}
    return None


def _name_of(item: object, index: int) -> str:
    if isinstance(item, Mapping):
        for name in _NAMES:
            if name in item:
                return str(item[name])
    return str(index + 1)


def _shown(value: object) -> str | None:
    if value is None or value == {}:
        return None
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
