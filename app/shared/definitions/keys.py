"""Keys by which other places name a thing: each stands once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.shared.definitions.source import Fault, Path
from app.shared.wording import text


def repeated_keys(entries: Sequence[Mapping[str, Any]], path: Path, seen: set[str] | None = None) -> Iterator[Fault]:
    """Yield a fault for each of `entries` whose `key` stood before; `seen` goes on over several lists."""
    seen = set() if seen is None else seen
    for index, entry in enumerate(entries):
        key = entry.get("key")
        if key in seen:
            yield Fault((*path, index, "key"), text("The key “%(key)s” is taken above.", key=key))
        if key is not None:
            seen.add(key)
