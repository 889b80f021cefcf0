"""What is to be recorded, and where: what imports and single entries have in common."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from app.grading.rules.entries import EntryKind, EntryState
from app.shared.amounts import plain_number

Slot = tuple[int | None, EntryKind]
"""Where an entry belongs: the piece (None: the bonus, the hours) and the kind."""


class Wanted(NamedTuple):
    """What is to count: a value, an essay's with its criteria. Without a value: nothing, or work to be marked."""

    value: Fraction | None
    criteria: dict[str, str] | None = None
    submitted: bool = False

    @property
    def state(self) -> EntryState:
        """The state of the entry that records this."""
        if self.value is not None:
            return EntryState.FINAL
        return EntryState.SUBMITTED if self.submitted else EntryState.CLEARED


NOTHING = Wanted(None)


def criteria_wanted(values: Mapping[str, Fraction]) -> Wanted:
    """Return what the points of all criteria want recorded: their sum, and each as exact text."""
    return Wanted(sum(values.values(), Fraction(0)), {key: plain_number(value) for key, value in values.items()})
