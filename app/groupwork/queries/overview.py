"""All groups of a course at a glance; the same statements for any number of groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.courses import queries as courses
from app.courses.rules import EnrolmentValue, GroupValue
from app.groupwork.models import (
    GroupFile,
    GroupPost,
    GroupRole,
    GroupSubmission,
    GroupTask,
    WorksheetCell,
)
from app.groupwork.queries.evidence import evidence_of
from app.groupwork.queries.inside import find_shape
from app.groupwork.queries.space import slots_of
from app.groupwork.rules.space import Slot
from app.groupwork.rules.values import Evidence
from app.shared.database import rows_of


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: who is in it, who lacks a role, what its members did, when something last happened, what it handed in.

    `cells` of `cells_of` cells of the worksheet say something; `submitted` is the last version, 0 for none.
    """

    group: GroupValue
    members: tuple[EnrolmentValue, ...]
    without_role: tuple[EnrolmentValue, ...]
    evidence: Evidence
    cells: int
    cells_of: int
    last_activity: datetime | None
    submitted: int
    submitted_at: datetime | None
    slot: Slot | None

    @property
    def ambassador(self) -> EnrolmentValue | None:
        """Who speaks for the group."""
        return next((one for one in self.members if one.ambassador), None)


@dataclass(frozen=True, slots=True)
class Overview:
    """All groups, and who is in none."""

    groups: tuple[GroupRow, ...]
    unplaced: tuple[EnrolmentValue, ...]


def overview_of(course_id: int) -> Overview:
    """Return how the groups of a course stand."""
    evidence, people = evidence_of(course_id), courses.roster(course_id)
    held = {(row[0], row[1]) for row in rows_of(_held(course_id))}
    cells = {row[0]: row[1] for row in rows_of(_cells(course_id))}
    submitted = {row[0]: (row[1], row[2]) for row in rows_of(_submitted(course_id))}
    active, slots = _last_activity(course_id), {slot.group_id: slot for slot in slots_of(course_id)}
    shape = find_shape(course_id)
    members: defaultdict[int | None, list[EnrolmentValue]] = defaultdict(list)
    for one in people:
        members[one.group_id].append(one)
    rows = (
        GroupRow(
            group=group,
            members=tuple(members[group.id]),
            without_role=tuple(one for one in members[group.id] if (group.id, one.id) not in held),
            evidence=_together([evidence[one.id] for one in members[group.id]]),
            cells=cells.get(group.id, 0),
            cells_of=len(shape.places) if shape else 0,
            last_activity=active.get(group.id),
            submitted=submitted.get(group.id, (0, None))[0],
            submitted_at=submitted.get(group.id, (0, None))[1],
            slot=slots.get(group.id),
        )
        for group in courses.groups_of(course_id)
    )
    return Overview(tuple(rows), tuple(members[None]))


def _together(parts: list[Evidence]) -> Evidence:
    names = Evidence.__slots__
    total = Counter({name: sum(getattr(part, name) for part in parts) for name in names})
    return Evidence(**{name: total[name] for name in names})


def _last_activity(course_id: int) -> dict[int, datetime]:
    """Return when a member of each group last wrote, did or handed in something."""
    latest: dict[int, datetime] = {}
    for statement in (
        select(WorksheetCell.group_id, func.max(WorksheetCell.saved_at)).where(WorksheetCell.course_id == course_id),
        select(GroupPost.group_id, func.max(GroupPost.posted_at)).where(
            GroupPost.course_id == course_id, GroupPost.enrolment_id.is_not(None)
        ),
        select(GroupTask.group_id, func.max(GroupTask.done_at)).where(GroupTask.course_id == course_id),
        select(GroupFile.group_id, func.max(GroupFile.shared_at)),
        select(GroupSubmission.group_id, func.max(GroupSubmission.submitted_at)).where(
            GroupSubmission.course_id == course_id
        ),
    ):
        for group_id, at in rows_of(statement.group_by(statement.selected_columns[0])):
            if at is not None:
                latest[group_id] = max(at, latest.get(group_id, at))
    return latest


def _held(course_id: int) -> Select[*tuple[Any, ...]]:
    mine = (GroupRole.course_id == course_id, GroupRole.ended_at.is_(None))
    return select(GroupRole.group_id, GroupRole.enrolment_id).where(*mine).distinct()


def _cells(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(WorksheetCell.group_id, func.count())
        .where(WorksheetCell.course_id == course_id, WorksheetCell.text != "")
        .group_by(WorksheetCell.group_id)
    )


def _submitted(course_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(GroupSubmission.group_id, func.max(GroupSubmission.number), func.max(GroupSubmission.submitted_at))
        .where(GroupSubmission.course_id == course_id)
        .group_by(GroupSubmission.group_id)
    )
