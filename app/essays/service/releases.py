"""Whether an author has seen the mark of an essay: marks are released above, so `create_app` hands the finder down."""

from __future__ import annotations

from typing import Protocol

from app.essays.rules.values import EssayValue


class ReleaseFinder(Protocol):
    """Tells whether the mark of an essay was released to its author."""

    def __call__(self, essay: EssayValue) -> bool:
        """Return whether it was."""


_finders: list[ReleaseFinder] = []


def register_release_finder(finder: ReleaseFinder) -> None:
    """Have `finder` asked before a mark is changed."""
    if finder not in _finders:
        _finders.append(finder)


def is_released(essay: EssayValue) -> bool:
    """Return whether anybody says that the mark was released."""
    return any(finder(essay) for finder in _finders)
