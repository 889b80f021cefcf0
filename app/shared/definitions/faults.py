"""From marshmallow's nest of messages to faults with their paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow.exceptions import SCHEMA

from app.shared.definitions.source import Fault, Path
from app.shared.wording import Text, text


def flat(messages: Any, path: Path) -> Iterator[Fault]:  # noqa: ANN401 - marshmallow's nest of messages
    """Yield a fault for each message, with its path from `path` on."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from flat(inner, path if key == SCHEMA else (*path, key))
        return
    for reason in messages:
        yield Fault(path, reason if isinstance(reason, Text) else text("%(detail)s", detail=str(reason)))
