"""Short ways to give and ask for more time in tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.rules import NewPerson
from app.courses.queries import (
    deadlines_of,
    enrolments_by_email,
    get_course,
    groups_of,
    open_requests,
    pieces_of,
)
from app.courses.rules import CourseValue, Deadline, EnrolmentValue, MoreTime, PieceValue, Receiver, RequestValue
from app.courses.service import Extended, ask_for_extension, grant_extension
from app.notifications.models import OutboxMessage
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import enter
from tests.conftest import NOW


def piece_of(course: CourseValue, key: str) -> PieceValue:
    return next(piece for piece in pieces_of(course.id) if piece.key == key)


def participant(course: CourseValue, person: NewPerson) -> EnrolmentValue:
    return enrolments_by_email(course.id, [person.email])[person.email]


def to_person(course: CourseValue, person: NewPerson) -> Receiver:
    return Receiver(enrolment_id=participant(course, person).id)


def to_group(course: CourseValue, name: str) -> Receiver:
    return Receiver(group_id=next(group.id for group in groups_of(course.id) if group.name == name))


def grant(
    course: CourseValue, key: str, receiver: Receiver, more: MoreTime, reason: str = "power cut", **options: Any
) -> Extended:
    circumstances = {"actor": SYSTEM, "now": NOW, **options}
    return grant_extension(get_course(course.code), piece_of(course, key), receiver, more, reason, **circumstances)


def acting(person: NewPerson, role: Role, course: CourseValue) -> Actor:
    entered = enter(person)
    return Actor(entered.id, f"person:{entered.id}", (Grant(role, course.id),))


def ask(course: CourseValue, key: str, person: NewPerson, reason: str = "ill", now: datetime = NOW) -> RequestValue:
    actor = acting(person, Role.PARTICIPANT, course)
    return ask_for_extension(get_course(course.code), piece_of(course, key), reason, actor=actor, now=now)


def deadline(course: CourseValue, key: str, person: NewPerson) -> Deadline:
    piece = piece_of(course, key)
    return deadlines_of(get_course(course.code), [piece], participant(course, person))[piece.id]


def waiting(course: CourseValue) -> list[str]:
    return [request.reason for request in open_requests(course.id)]


def mails(template: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.address)
    return list(session.scalars(found))


def audited(action: str) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))
