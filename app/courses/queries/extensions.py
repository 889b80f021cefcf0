"""Reads of extensions, and every participant's deadlines from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, SQLColumnExpression, and_, bindparam, func, or_, select

from app.accounts.queries import people_view
from app.courses.models import Enrolment, Extension, ExtensionRequest, Group
from app.courses.rules.deadlines import Deadline, MoreTime
from app.courses.rules.extensions import ExtensionValue, Granted, Receiver, deadlines_among
from app.courses.rules.values import CourseValue, EnrolmentValue, PieceValue
from app.courses.rules.windows import deadline_for
from app.shared.database import read_once, rows_of

Rows = Select[*tuple[Any, ...]]
_GRANTED = (Extension.piece_id, Extension.enrolment_id, Extension.group_id, Extension.until, Extension.minutes)
_EVERYBODYS = and_(Extension.enrolment_id.is_(None), Extension.group_id.is_(None))
_IN_COURSE = Extension.course_id == bindparam("course_id")
_TO_PARTICIPANT = or_(
    Extension.enrolment_id == bindparam("enrolment_id"), _EVERYBODYS, Extension.group_id == bindparam("group_id")
)
_ALL: Rows = select(*_GRANTED).where(_IN_COURSE)
_OWN, _SHARED, _OF_PIECE = (
    _ALL.where(condition) for condition in (_TO_PARTICIPANT, _EVERYBODYS, Extension.piece_id == bindparam("piece_id"))
)
"""Statements made once: the deadlines of whoever reads stand on every page of a course."""


def deadlines_of(course: CourseValue, pieces: Collection[PieceValue], enrolment: EnrolmentValue) -> dict[int, Deadline]:
    """Return a participant's deadlines, by piece; one statement."""
    granted = _granted(_OWN, **_whose(enrolment))
    return deadlines_among(course, pieces, [enrolment], granted)[enrolment.id]


def general_deadlines(course: CourseValue, pieces: Iterable[PieceValue]) -> dict[int, Deadline]:
    """Return what holds for whoever has nothing of their own, by piece; one statement."""
    granted = _granted(_SHARED, course_id=course.id)
    return {
        piece.id: deadline_for(course, piece, more=[one.more for one in granted if one.piece_id == piece.id])
        for piece in pieces
    }


def deadlines_of_piece(
    course: CourseValue, piece: PieceValue, enrolments: Iterable[EnrolmentValue]
) -> dict[int, Deadline]:
    """Return the deadlines of one piece, by enrolment; one statement however many they are."""
    granted = _granted(_OF_PIECE, course_id=course.id, piece_id=piece.id)
    return {one: found[piece.id] for one, found in deadlines_among(course, [piece], enrolments, granted).items()}


def all_deadlines(
    course: CourseValue, pieces: Collection[PieceValue], enrolments: Iterable[EnrolmentValue]
) -> dict[int, dict[int, Deadline]]:
    """Return the deadlines of many participants, by enrolment and piece; one statement however many they are."""
    return deadlines_among(course, pieces, enrolments, _granted(_ALL, course_id=course.id))


@read_once
def extensions_for(enrolment: EnrolmentValue) -> tuple[ExtensionValue, ...]:
    """Return what was granted to a participant, in person, by group or with everybody, the latest last."""
    return _read(_own_extensions(), **_whose(enrolment))


@cache
def _own_extensions() -> Rows:
    own = _extensions().where(_TO_PARTICIPANT)
    return own.order_by(Extension.granted_at, Extension.id)


def list_extensions(course_id: int, *, before: int | None = None, limit: int = 100) -> tuple[ExtensionValue, ...]:
    """Return up to `limit` extensions of a course, the latest first; those older than the extension `before`.

    For who may grant: an extension without a reason of its own shows that of the request which it answers.
    """
    asked = select(ExtensionRequest.reason).where(ExtensionRequest.extension_id == Extension.id).limit(1)
    reason = func.coalesce(func.nullif(Extension.reason, ""), asked.scalar_subquery(), "")
    statement = _extensions(reason).order_by(Extension.id.desc()).limit(limit)
    return _read(statement if before is None else statement.where(Extension.id < before), course_id=course_id)


def find_extension(course_id: int, granted: Granted, reason: str) -> ExtensionValue | None:
    """Return the extension that gave exactly this to the same receiver for the same reason; None when none did."""
    receiver, more = granted.receiver, granted.more
    same = (
        Extension.piece_id == granted.piece_id,
        Extension.enrolment_id.is_not_distinct_from(receiver.enrolment_id),
        Extension.group_id.is_not_distinct_from(receiver.group_id),
        Extension.until.is_not_distinct_from(more.until),
        Extension.minutes.is_not_distinct_from(more.minutes),
        Extension.reason == reason,
    )
    found = _read(_extensions().where(*same).order_by(Extension.id).limit(1), course_id=course_id)
    return next(iter(found), None)


def get_extension(course_id: int, extension_id: int) -> ExtensionValue:
    """Return one extension of the course, which is known to be there."""
    (found,) = _read(_extensions().where(Extension.id == extension_id), course_id=course_id)
    return found


def name_in(people: FromClause) -> ColumnElement[str]:
    """Return a person's name in a `people_view`, or the address of who has no name; NULL for nobody."""
    name = func.trim(people.c.given_name + " " + people.c.family_name)
    return func.coalesce(func.nullif(name, ""), people.c.email)


def _granted(statement: Rows, **wanted: int | None) -> list[Granted]:
    return [
        Granted(piece_id, Receiver(enrolment_id, group_id), MoreTime(until, minutes))
        for piece_id, enrolment_id, group_id, until, minutes in rows_of(statement, **wanted)
    ]


def _whose(enrolment: EnrolmentValue) -> dict[str, int | None]:
    """Return what `_OWN` and `_TO_PARTICIPANT` ask for; a group of None is nobody's."""
    return {"course_id": enrolment.course_id, "enrolment_id": enrolment.id, "group_id": enrolment.group_id}


def _extensions(reason: SQLColumnExpression[str] = Extension.reason) -> Rows:
    people, approvers = people_view().alias("receiving"), people_view().alias("approving")
    return (
        select(
            Extension.id,
            *_GRANTED,
            func.coalesce(name_in(people), Group.name, ""),
            reason,
            Extension.granted_at,
            func.coalesce(name_in(approvers), ""),
        )
        .outerjoin(Enrolment, Enrolment.id == Extension.enrolment_id)
        .outerjoin(people, people.c.id == Enrolment.person_id)
        .outerjoin(Group, Group.id == Extension.group_id)
        .outerjoin(approvers, approvers.c.id == Extension.granted_by)
        .where(_IN_COURSE)
    )


def _read(statement: Rows, **wanted: int | None) -> tuple[ExtensionValue, ...]:
    return tuple(
        ExtensionValue(
            id=row[0],
            granted=Granted(row[1], Receiver(row[2], row[3]), MoreTime(row[4], row[5])),
            name=row[6],
            reason=row[7],
            granted_at=row[8],
            approver=row[9],
        )
        for row in rows_of(statement, **wanted)
    )
