"""Members' parts in group work: the evidence, what it proposes, and what tutors have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue
from app.grading.queries.entries import entries_of
from app.grading.rules.entries import EntryKind
from app.grading.rules.values import Entry
from app.groupwork.queries.factors_evidence import member_evidence
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.rules.factors import MemberEvidence, Proposed, propose


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One member: the evidence, the proposal, and the newest entry of their factor (None: there was never one)."""

    enrolment: EnrolmentValue
    evidence: MemberEvidence
    proposed: Proposed
    entry: Entry | None

    @property
    def is_decided(self) -> bool:
        """Whether a factor counts now."""
        return self.entry is not None and self.entry.value is not None


@dataclass(frozen=True, slots=True)
class FactorBook:
    """Every member of every group. `lines` by the id of the group."""

    groups: tuple[GroupValue, ...]
    lines: dict[int, list[FactorLine]]

    def undecided(self, group_id: int) -> int:
        """Return how many members of a group have no factor yet."""
        return sum(not line.is_decided for line in self.lines[group_id])


def factor_book(course: CourseValue, now: datetime) -> FactorBook:
    """Return every member's evidence, proposal and factor; the same few statements for any number.

    Raises `RuleBroken` (no_group_work).
    """
    settings, evidence = settings_of(course), member_evidence(course, now)
    members = [one for one in courses.roster(course.id) if one.group_id is not None]
    entries = {
        entry.enrolment_id: entry
        for entry in entries_of(course.id, [one.id for one in members])
        if entry.kind is EntryKind.FACTOR
    }
    groups = courses.groups_of(course.id)
    lines: dict[int, list[FactorLine]] = {group.id: [] for group in groups}
    for one in members:
        known = evidence.get(one.id, MemberEvidence())
        proposed = propose(known, settings.factor, settings.within.weight)
        lines[one.group_id or 0].append(FactorLine(one, known, proposed, entries.get(one.id)))
    return FactorBook(groups, lines)
