"""Leaving a course, and coming back: what was recorded stays, the history says when and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.accounts.rules import NewGrant
from app.accounts.service import grant_roles, revoke_role
from app.courses.models import Enrolment, EnrolmentChange
from app.courses.queries import find_withdrawn, get_enrolment
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.rules.enrolments import EnrolmentStep
from app.courses.rules.extensions import check_reason
from app.courses.service.closing import check_open, lock_course
from app.courses.service.group_history import keep_history
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound
from app.shared.permissions import Actor, Permission, Role


def withdraw(course: CourseValue, enrolment_id: int, reason: str, *, actor: Actor, now: datetime) -> EnrolmentValue:
    """Record that somebody stops taking the course: they can do nothing in it any more, and figures say so.

    All that was recorded of them stays. An ambassador is none any more. Raises `NotAllowed`, `NotFound`, `RuleBroken`
    (`course_closed`), `Unreadable` (no reason).
    """
    given = _started(course, reason, actor)
    enrolment = get_enrolment(course.id, enrolment_id)
    values = {"withdrawn_at": now, "ambassador": False}
    session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(**values))
    keep_history(course.id, actor=actor, now=now, reason=given)
    revoke_role(enrolment.person_id, Role.PARTICIPANT, actor=actor, now=now, course_id=course.id)
    _keep(enrolment, EnrolmentStep.WITHDREW, given, actor=actor, now=now)
    return enrolment


def bring_back(course: CourseValue, enrolment_id: int, reason: str, *, actor: Actor, now: datetime) -> EnrolmentValue:
    """Record that somebody who left takes the course again, in the group they were in; all that was recorded counts.

    Raises `NotAllowed`, `NotFound` (also for somebody who never left), `RuleBroken` (`course_closed`), `Unreadable`.
    """
    given = _started(course, reason, actor)
    enrolment = find_withdrawn(course.id, enrolment_id)
    if enrolment is None:
        raise NotFound
    session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(withdrawn_at=None))
    keep_history(course.id, actor=actor, now=now, reason=given)
    grant_roles([NewGrant(enrolment.person_id, Role.PARTICIPANT, course.id)], actor=actor, now=now)
    _keep(enrolment, EnrolmentStep.RETURNED, given, actor=actor, now=now)
    return get_enrolment(course.id, enrolment_id)


def _started(course: CourseValue, reason: str, actor: Actor) -> str:
    """Return the reason, where the step may be taken at all; behind whoever else changes the roster."""
    actor.require(Permission.ENROL_PARTICIPANTS, course.id)
    take_turn(f"roster {course.id}")
    check_open(lock_course(course.id, shared=True))
    return check_reason(reason)


def _keep(enrolment: EnrolmentValue, step: EnrolmentStep, reason: str, *, actor: Actor, now: datetime) -> None:
    session.add(
        EnrolmentChange(
            enrolment_id=enrolment.id, step=step.value, reason=reason, recorded_at=now, recorded_by=actor.person_id
        )
    )
    session.flush()
    audit.record(
        "withdraw" if step is EnrolmentStep.WITHDREW else "bring_back",
        f"enrolment:{enrolment.id}",
        actor=actor,
        now=now,
        course_id=enrolment.course_id,
        before={"takes_part": step is EnrolmentStep.WITHDREW},
        after={"takes_part": step is EnrolmentStep.RETURNED},
        personal={"reason": reason},
        person_id=enrolment.person_id,
    )
