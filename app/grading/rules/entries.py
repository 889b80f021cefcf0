"""What an entry of the grade history is: its kind, its state, where it came from. Pure."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry says of somebody: a quiz's right answers, an essay's criteria, a factor, a bonus, hours."""

    SCORE = "score"
    CRITERIA = "criteria"
    FACTOR = "factor"
    BONUS = "bonus"
    HOURS = "hours"


class EntryState(StrEnum):
    """Final: it counts. Submitted: the work is in and waits for its mark. Cleared: what stood before counts no more."""

    FINAL = "final"
    SUBMITTED = "submitted"
    CLEARED = "cleared"


class Source(StrEnum):
    """Where an entry came from: a file of results, a tutor, an attempt at a quiz, a later correction."""

    IMPORT = "import"
    TUTOR = "tutor"
    ATTEMPT = "attempt"
    CORRECTION = "correction"
