"""What reads of grading hand out: frozen values, so that nobody above touches a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading.rules import Derivation, PiecePlan, Policy, Standing
from app.grading.rules.entries import EntryKind, EntryState, Source


@dataclass(frozen=True, slots=True)
class GradebookRow:
    """One participant: what was recorded and what follows from it. `result_id` is the frozen result after closing."""

    enrolment: EnrolmentValue
    standing: Standing
    derivation: Derivation
    result_id: int | None = None

    @property
    def frozen(self) -> bool:
        """Whether closing froze this row; before that, it reads "so far"."""
        return self.result_id is not None


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The participants of a course, or those of one sponsor, sorted by e-mail.

    `groups_with_mark` counts the groups that have a mark (and, for a sponsor, one of its participants);
    `marked_groups` are all that have one.
    """

    course: CourseValue
    pieces: tuple[PieceValue, ...]
    plan: tuple[PiecePlan, ...]
    policy: Policy
    rows: tuple[GradebookRow, ...]
    groups_with_mark: int
    marked_groups: frozenset[int] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether the course is closed."""
        return self.course.is_closed


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a participant's history. `piece_id` is None for the bonus and for hours; `id` rises with time."""

    id: int
    enrolment_id: int
    piece_id: int | None
    kind: EntryKind
    state: EntryState
    value: Fraction | None
    criteria: Mapping[str, str]
    reason: str
    source: Source
    actor_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class GroupMark:
    """The newest mark of a group, 0 to 100 percent; None where an earlier one was taken back."""

    id: int
    group_id: int
    percent: Fraction | None
    source: Source
    actor_id: int | None
    recorded_at: datetime
