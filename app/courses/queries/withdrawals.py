"""Reads of who left a course, and of the steps in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from app.courses.models import EnrolmentChange
from app.courses.queries.roster import everybody_of
from app.courses.rules import EnrolmentValue
from app.courses.rules.enrolments import EnrolmentChangeValue, EnrolmentStep
from app.shared.database import session


def withdrawn_of(course_id: int, sponsor: str | None = None) -> list[EnrolmentValue]:
    """Return those who left a course (of one sponsor's), sorted by e-mail."""
    everybody = everybody_of(course_id)
    return [one for one in everybody if one.withdrawn_at and sponsor in {None, one.sponsor}]


def find_withdrawn(course_id: int, enrolment_id: int) -> EnrolmentValue | None:
    """Return somebody who left the course; None for anybody else."""
    return next((one for one in withdrawn_of(course_id) if one.id == enrolment_id), None)


def changes_of(enrolment_ids: Collection[int]) -> dict[int, list[EnrolmentChangeValue]]:
    """Return who left and came back, by enrolment, the oldest step first."""
    statement = select(EnrolmentChange).where(EnrolmentChange.enrolment_id.in_(enrolment_ids))
    found: defaultdict[int, list[EnrolmentChangeValue]] = defaultdict(list)
    for row in session.scalars(statement.order_by(EnrolmentChange.id)):
        step = EnrolmentStep(row.step)
        found[row.enrolment_id].append(EnrolmentChangeValue(step, row.reason, row.recorded_at, row.recorded_by))
    return dict(found)
