"""The history of groups: it follows what enrolments say, in four statements however many people moved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, insert, literal, select, update

from app.courses.models import AmbassadorTerm, Enrolment, GroupMembership
from app.courses.rules.groups import Naming
from app.shared.database import session
from app.shared.permissions import Actor


def keep_history(course_id: int, *, actor: Actor, now: datetime, reason: str = "", how: Naming = Naming.FILE) -> None:
    """End the stays and terms of a course that its enrolments no longer bear out, and begin those that are new.

    Whoever changed groups, ambassadors or withdrawals of enrolments calls this in the same transaction. `reason` is
    kept with each stay that ends or begins, `how` with each new term.
    """
    session.flush()
    _follow_stays(course_id, reason, actor=actor, now=now)
    _follow_terms(course_id, how, actor=actor, now=now)


def _follow_stays(course_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    lasting = GroupMembership.left_at.is_(None)
    session.execute(
        update(GroupMembership)
        .where(GroupMembership.course_id == course_id, lasting)
        .where(~exists().where(Enrolment.id == GroupMembership.enrolment_id, *_in_group(GroupMembership.group_id)))
        .values(left_at=now, left_by=actor.person_id, left_reason=reason),
        execution_options={"synchronize_session": False},
    )
    columns = ("course_id", "group_id", "enrolment_id", "joined_at", "joined_by", "reason", "left_reason")
    session.execute(
        insert(GroupMembership).from_select(
            columns,
            select(
                Enrolment.course_id,
                Enrolment.group_id,
                Enrolment.id,
                literal(now, GroupMembership.joined_at.type),
                literal(actor.person_id, GroupMembership.joined_by.type),
                literal(reason),
                literal(""),
            )
            .where(Enrolment.course_id == course_id, Enrolment.group_id.is_not(None), Enrolment.withdrawn_at.is_(None))
            .where(~exists().where(GroupMembership.enrolment_id == Enrolment.id, lasting)),
            include_defaults=False,
        )
    )


def _follow_terms(course_id: int, how: Naming, *, actor: Actor, now: datetime) -> None:
    lasting = AmbassadorTerm.ended_at.is_(None)
    mine = (Enrolment.id == AmbassadorTerm.enrolment_id, Enrolment.ambassador, *_in_group(AmbassadorTerm.group_id))
    session.execute(
        update(AmbassadorTerm)
        .where(AmbassadorTerm.course_id == course_id, lasting, ~exists().where(*mine))
        .values(ended_at=now, ended_by=actor.person_id),
        execution_options={"synchronize_session": False},
    )
    columns = ("course_id", "group_id", "enrolment_id", "named_how", "named_by", "began_at")
    session.execute(
        insert(AmbassadorTerm).from_select(
            columns,
            select(
                Enrolment.course_id,
                Enrolment.group_id,
                Enrolment.id,
                literal(how.value),
                literal(actor.person_id, AmbassadorTerm.named_by.type),
                literal(now, AmbassadorTerm.began_at.type),
            )
            .where(Enrolment.course_id == course_id, Enrolment.ambassador, Enrolment.withdrawn_at.is_(None))
            .where(~exists().where(*mine, lasting)),
            include_defaults=False,
        )
    )


def _in_group(group_id: SQLColumnExpression[int]) -> tuple[ColumnElement[bool], ...]:
    return (Enrolment.group_id == group_id, Enrolment.withdrawn_at.is_(None))
