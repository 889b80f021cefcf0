"""Extra time of one participant: a factor for every time limit and window of the course."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from sqlalchemy import update

from app.courses.models import Enrolment
from app.courses.queries import get_enrolment
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.rules.extensions import check_extra_time, check_reason
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.extensions import begin
from app.shared import audit
from app.shared.database import session
from app.shared.permissions import Actor


def set_extra_time(
    course: CourseValue, enrolment_id: int, factor: Fraction, reason: str, *, actor: Actor, now: datetime
) -> EnrolmentValue:
    """Give a participant `factor` times the time, from 1 (as everybody has) to 3; the same factor changes nothing.

    The reason is kept in the audit trail alone: it may be about somebody's health. Raises `NotAllowed`, `NotFound`,
    `Unreadable`, `RuleBroken` (`course_closed`).
    """
    begin(course, actor)
    check_extra_time(factor)
    reason = check_reason(reason)
    before = get_enrolment(course.id, enrolment_id)
    if before.extra_time == factor:
        return before
    session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(extra_time=factor))
    audit.record(
        "set_extra_time",
        f"enrolment:{enrolment_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"factor": str(before.extra_time)},
        after={"factor": str(factor)},
        personal={"reason": reason},
        person_id=before.person_id,
    )
    tell_listeners(course.id, None, frozenset({enrolment_id}), now)
    return get_enrolment(course.id, enrolment_id)
