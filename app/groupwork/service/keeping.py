"""Hands a group's mark to whoever keeps grades: they are kept above, so `create_app` hands the keeper down."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Protocol


class GroupMarkKeeper(Protocol):
    """Keeps the mark that tutors gave a group's work."""

    def __call__(
        self, course_id: int, group_id: int, *, percent: Fraction | None, marker_id: int, now: datetime
    ) -> None:
        """Keep `percent`, 0 to 100; None: what was there counts no more. In a closed course nothing is kept."""


_keepers: list[GroupMarkKeeper] = []


def register_group_mark_keeper(keep: GroupMarkKeeper) -> None:
    """Have `keep` told, in the same transaction, of each mark that counts from now on."""
    if keep not in _keepers:
        _keepers.append(keep)


def hand_over_mark(course_id: int, group_id: int, percent: Fraction | None, *, marker_id: int, now: datetime) -> None:
    """Tell the keepers what counts now of a group's work."""
    for keep in _keepers:
        keep(course_id, group_id, percent=percent, marker_id=marker_id, now=now)
