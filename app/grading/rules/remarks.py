"""Remarks: when one may be asked for, and how one ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo


class RemarkState(StrEnum):
    """Open; or decided: the mark stays, another one was given, or the participant took the request back."""

    OPEN = "open"
    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def asked_until(known_since: datetime, days: int, zone: str) -> datetime:
    """Return until when a remark may be asked for: `days` of wall time in `zone` after the mark could be seen."""
    local = known_since.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=days)).astimezone(known_since.tzinfo)


def may_be_asked(known_since: datetime | None, days: int, zone: str, now: datetime) -> bool:
    """Return whether the window is open; a course that gives no days has no remarks."""
    return known_since is not None and days > 0 and now <= asked_until(known_since, days, zone)


@dataclass(frozen=True, slots=True)
class RemarkValue:
    """A remark as it stands; scores are in the piece's own unit. `group_id`: whose work it is about, if a group's."""

    id: int
    course_id: int
    piece_id: int
    enrolment_id: int
    group_id: int | None
    state: RemarkState
    reason: str
    asked_at: datetime
    score_before: Fraction
    decision: str
    decided_at: datetime | None
    decided_by: int | None
    by_marker: bool
    score_after: Fraction | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for its decision."""
        return self.state is RemarkState.OPEN

    @property
    def is_of_factor(self) -> bool:
        """Whether it changed the member's part in a group's work: the group's mark is what it was."""
        changed = self.state is RemarkState.CHANGED and self.group_id is not None
        return changed and self.score_after == self.score_before


@dataclass(frozen=True, slots=True)
class MessageValue:
    """What somebody wrote about a remark."""

    author_id: int
    from_staff: bool
    body: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class KnownMark:
    """A mark that its participant knows: the score, since when, and who gave it (None: a file, or the system)."""

    score: Fraction
    since: datetime
    marker_id: int | None
