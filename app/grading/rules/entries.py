"""What an entry of the grade history is: its kind, its state, where it came from. Pure."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry says: a quiz's right answers, an essay's criteria, a factor, a bonus, hours, a piece excused."""

    SCORE = "score"
    CRITERIA = "criteria"
    FACTOR = "factor"
    BONUS = "bonus"
    HOURS = "hours"
    EXCUSED = "excused"


class EntryState(StrEnum):
    """Final: it counts. Submitted: the work is in and waits for its mark. Cleared: what stood before counts no more."""

    FINAL = "final"
    SUBMITTED = "submitted"
    CLEARED = "cleared"


class Source(StrEnum):
    """Where an entry came from: a file of results, a tutor by hand, an attempt at a quiz, a correction, a marker.

    What a marker gave by criteria stays hidden from the participant until the piece is released; the others are known
    at once.
    """

    IMPORT = "import"
    TUTOR = "tutor"
    ATTEMPT = "attempt"
    CORRECTION = "correction"
    MARKING = "marking"
