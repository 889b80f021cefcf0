"""Reads of who is and was in which group."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.queries import people_view
from app.courses.models import AmbassadorTerm, Enrolment, Group, GroupMembership
from app.courses.queries.extensions import name_in
from app.courses.queries.roster import find_enrolment
from app.courses.rules import EnrolmentValue
from app.courses.rules.groups import Naming, Stay, Term
from app.shared.database import rows_of
from app.shared.errors import NotFound
from app.shared.permissions import Actor, Permission


def member_acting(course_id: int, group_id: int, actor: Actor) -> EnrolmentValue:
    """Return the member of the group behind `actor`. Raises `NotAllowed`, and `NotFound` for everybody else."""
    actor.require(Permission.WORK_IN_GROUP, course_id)
    member = find_enrolment(course_id, actor.themselves())
    if member is None or member.group_id != group_id:
        raise NotFound
    return member


def stays_of(course_id: int, *, group_id: int | None = None, enrolment_id: int | None = None) -> tuple[Stay, ...]:
    """Return the stays in one group, or of one participant, or all of a course, the earliest first; one statement."""
    people, joiners, leavers = (people_view().alias(name) for name in ("staying", "joining", "leaving"))
    statement: Select[*tuple[Any, ...]] = (
        select(
            GroupMembership.enrolment_id,
            name_in(people),
            GroupMembership.group_id,
            Group.name,
            GroupMembership.joined_at,
            func.coalesce(name_in(joiners), ""),
            GroupMembership.reason,
            GroupMembership.left_at,
            func.coalesce(name_in(leavers), ""),
            GroupMembership.left_reason,
        )
        .join(Group, Group.id == GroupMembership.group_id)
        .join(Enrolment, Enrolment.id == GroupMembership.enrolment_id)
        .join(people, people.c.id == Enrolment.person_id)
        .outerjoin(joiners, joiners.c.id == GroupMembership.joined_by)
        .outerjoin(leavers, leavers.c.id == GroupMembership.left_by)
        .where(GroupMembership.course_id == course_id)
        .order_by(GroupMembership.joined_at, GroupMembership.id)
    )
    if group_id is not None:
        statement = statement.where(GroupMembership.group_id == group_id)
    if enrolment_id is not None:
        statement = statement.where(GroupMembership.enrolment_id == enrolment_id)
    return tuple(Stay(*row) for row in rows_of(statement))


def terms_of(group_id: int) -> tuple[Term, ...]:
    """Return who was a group's ambassador and when, the earliest first; one statement."""
    people = people_view()
    statement = (
        select(
            AmbassadorTerm.enrolment_id,
            name_in(people),
            AmbassadorTerm.named_how,
            AmbassadorTerm.began_at,
            AmbassadorTerm.ended_at,
        )
        .join(Enrolment, Enrolment.id == AmbassadorTerm.enrolment_id)
        .join(people, people.c.id == Enrolment.person_id)
        .where(AmbassadorTerm.group_id == group_id)
        .order_by(AmbassadorTerm.began_at, AmbassadorTerm.id)
    )
    return tuple(
        Term(one, name, Naming(how), began_at, ended_at) for one, name, how, began_at, ended_at in rows_of(statement)
    )
