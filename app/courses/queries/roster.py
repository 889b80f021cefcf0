"""Reads of who takes a course and in which group. Participants who withdrew are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, collate, func, or_, select

from app.accounts.queries import people_view
from app.accounts.rules import email_key
from app.courses.models import Enrolment, Group
from app.courses.rules import EnrolmentValue, Facets, GroupValue, RosterFilter, RosterPage
from app.shared.database import read_once, rows_of, session
from app.shared.errors import NotFound, Unreadable
from app.shared.wording import text

_CHUNK = 1000
Rows = Select[*tuple[Any, ...]]


def roster(course_id: int, sponsor: str | None = None) -> list[EnrolmentValue]:
    """Return the participants of a course, or those whom one sponsor funds, sorted by e-mail."""
    return _found(course_id=course_id) if sponsor is None else _found(course_id=course_id, sponsor=sponsor)


def everybody_of(course_id: int, sponsor: str | None = None) -> list[EnrolmentValue]:
    """Return whoever enrolled in a course, those who left it included, sorted by e-mail."""
    names = ("course_id",) if sponsor is None else ("course_id", "sponsor")
    wanted = {"course_id": course_id} if sponsor is None else {"course_id": course_id, "sponsor": sponsor}
    return [EnrolmentValue(*row) for row in rows_of(_statement(_dialect(), *names, everybody=True), **wanted)]


def members_of(group_id: int) -> list[EnrolmentValue]:
    """Return the participants in a group, sorted by e-mail."""
    return _found(group_id=group_id)


def roster_page(
    course_id: int, shown: RosterFilter, *, after: int | None = None, offset: int = 0, limit: int = 100
) -> RosterPage:
    """Return up to `limit` participants that `shown` lets through: those after the enrolment `after`, less `offset`.

    Raises `Unreadable` when `after` is no enrolment of the course.
    """
    people = people_view()
    statement = _filtered(_enrolled(people, course_id), people, shown)
    if after is not None:
        statement = statement.where(_bytewise(people.c.email_key, _dialect()) > _key_of(course_id, after))
    items = _read(statement.offset(offset).limit(limit + 1), people)
    return RosterPage(tuple(items[:limit]), items[limit - 1].id if len(items) > limit else None)


def count_roster(course_id: int, shown: RosterFilter) -> int:
    """Return how many participants `shown` lets through."""
    people = people_view()
    counted = _filtered(_enrolled(people, course_id), people, shown).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def _key_of(course_id: int, enrolment_id: int) -> str:
    people = people_view()
    statement = select(people.c.email_key).join(Enrolment, Enrolment.person_id == people.c.id)
    key = session.scalar(statement.where(Enrolment.id == enrolment_id, Enrolment.course_id == course_id))
    if key is None:
        raise Unreadable(text("The cursor is not one that this list gave."))
    return str(key)


def facets(course_id: int) -> Facets:
    """Return what occurs in the roster of a course, and how many take it."""
    columns = (Enrolment.language, Enrolment.sponsor, Enrolment.organization_type)
    statement = select(*columns, func.count().label("number")).where(*_here(course_id)).group_by(*columns)
    rows = session.execute(statement).all()
    return Facets(
        languages=tuple(sorted({row.language for row in rows})),
        sponsors=tuple(sorted({row.sponsor for row in rows})),
        organization_types=tuple(sorted({row.organization_type for row in rows})),
        participants=sum(row.number for row in rows),
    )


def get_enrolment(course_id: int, enrolment_id: int, *, everybody: bool = False) -> EnrolmentValue:
    """Return one participant of the course; with `everybody`, also somebody who left it.

    Raises `NotFound`, also for an enrolment of another course.
    """
    found = _found(everybody=everybody, course_id=course_id, id=enrolment_id)
    if not found:
        raise NotFound
    return found[0]


@read_once
def find_enrolment(course_id: int, person_id: int) -> EnrolmentValue | None:
    """Return how a person takes the course; None when not at all."""
    return next(iter(_found(course_id=course_id, person_id=person_id)), None)


def enrolments_of_person(person_id: int) -> list[EnrolmentValue]:
    """Return every course a person takes, as enrolments."""
    return _found(person_id=person_id)


def enrolments_by_email(course_id: int, emails: Iterable[str]) -> dict[str, EnrolmentValue]:
    """Return those of `emails` who take the course, by `email_key`. One statement for each thousand."""
    people = people_view()
    return {
        email_key(enrolment.email): enrolment
        for some in _chunks({email_key(email) for email in emails})
        for enrolment in _read(_enrolled(people, course_id).where(people.c.email_key.in_(some)), people)
    }


def enrolments_by_id(
    course_id: int, enrolment_ids: Iterable[int], *, everybody: bool = False
) -> dict[int, EnrolmentValue]:
    """Return those of these enrolments that are participants of the course; one statement.

    With `everybody`, also those who left it.
    """
    people = people_view()
    there = (Enrolment.course_id == course_id,) if everybody else _here(course_id)
    wanted = sorted(set(enrolment_ids))
    return {one.id: one for one in _read(_joined(people).where(*there, Enrolment.id.in_(wanted)), people)}


def with_extra_time(course_id: int) -> list[EnrolmentValue]:
    """Return the participants who have extra time."""
    people = people_view()
    return _read(_enrolled(people, course_id).where(Enrolment.extra_time != Fraction(1)), people)


def groups_of(course_id: int) -> tuple[GroupValue, ...]:
    """Return the groups of a course, numbers in the order of numbers."""
    groups = [_group(row) for row in session.execute(_groups().where(Group.course_id == course_id))]
    return tuple(sorted(groups, key=lambda group: (not group.name.isdecimal(), len(group.name), group.name)))


def get_group(group_id: int) -> GroupValue:
    """Return one group. Raises `NotFound`."""
    row = session.execute(_groups().where(Group.id == group_id)).one_or_none()
    if row is None:
        raise NotFound
    return _group(row)


def _groups() -> Rows:
    ambassador = func.max(Enrolment.id).filter(Enrolment.ambassador)
    return (
        select(Group.id, Group.course_id, Group.name, func.count(Enrolment.id), ambassador)
        .outerjoin(Enrolment, (Enrolment.group_id == Group.id) & Enrolment.withdrawn_at.is_(None))
        .group_by(Group.id, Group.course_id, Group.name)
    )


def _group(row: Any) -> GroupValue:  # noqa: ANN401 - a row of five columns
    group_id, course_id, name, members, ambassador_id = row
    return GroupValue(id=group_id, course_id=course_id, name=name, members=members, ambassador_id=ambassador_id)


def _here(course_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Enrolment.course_id == course_id, Enrolment.withdrawn_at.is_(None))


def _enrolled(people: Subquery, course_id: int) -> Rows:
    return _joined(people).where(*_here(course_id))


def _joined(people: Subquery) -> Rows:
    return (
        select(
            Enrolment.id,
            Enrolment.course_id,
            Enrolment.person_id,
            people.c.email,
            people.c.given_name,
            people.c.family_name,
            Enrolment.gender,
            Enrolment.language,
            Enrolment.country,
            people.c.timezone,
            Enrolment.organization,
            Enrolment.organization_type,
            Enrolment.sponsor,
            Enrolment.group_id,
            func.coalesce(Group.name, ""),
            Enrolment.ambassador,
            Enrolment.enrolled_at,
            Enrolment.extra_time,
            Enrolment.withdrawn_at,
        )
        .join(people, people.c.id == Enrolment.person_id)
        .outerjoin(Group, Group.id == Enrolment.group_id)
    )


def _filtered(statement: Rows, people: Subquery, shown: RosterFilter) -> Rows:
    exact = {
        Enrolment.group_id: shown.group_id,
        Enrolment.language: shown.language,
        Enrolment.sponsor: shown.sponsor,
        Enrolment.organization_type: shown.organization_type,
    }
    statement = statement.where(*(column == value for column, value in exact.items() if value is not None))
    if shown.search.strip():
        looked_for = shown.search.strip()
        columns = (people.c.email, people.c.given_name, people.c.family_name, Enrolment.organization)
        statement = statement.where(or_(*(column.icontains(looked_for, autoescape=True) for column in columns)))
    return statement


def _read(statement: Rows, people: Subquery) -> list[EnrolmentValue]:
    ordered = statement.order_by(_bytewise(people.c.email_key, _dialect()))
    return [EnrolmentValue(*row) for row in rows_of(ordered)]


def _found(*, everybody: bool = False, **wanted: int | str) -> list[EnrolmentValue]:
    """Return the participants whose columns of these names hold these values, sorted by e-mail."""
    return [EnrolmentValue(*row) for row in rows_of(_statement(_dialect(), *wanted, everybody=everybody), **wanted)]


@cache
def _statement(dialect: str, *names: str, everybody: bool = False) -> Rows:
    """Return the statement behind `_found`, made once: every page of a course asks who reads it."""
    people, columns = people_view(), Enrolment.__table__.c
    conditions = (columns[name] == bindparam(name) for name in names)
    there = () if everybody else (Enrolment.withdrawn_at.is_(None),)
    return _joined(people).where(*there, *conditions).order_by(_bytewise(people.c.email_key, dialect))


def _dialect() -> str:
    return session.get_bind().dialect.name


def _bytewise(column: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """Return `column` compared by its bytes, on every engine alike; PostgreSQL's own order depends on its locale."""
    return collate(column, "C") if dialect == "postgresql" else collate(column, "BINARY")


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(keys))
    while some := list(islice(rest, _CHUNK)):
        yield some
