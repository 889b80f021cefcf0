"""Reads of courses, their pieces, weeks and sessions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select

from app.courses.models import Course, CourseSession, CourseVersion, Piece, Week
from app.courses.rules import (
    CourseState,
    CourseValue,
    Criterion,
    PieceKind,
    PieceValue,
    SessionKind,
    SessionValue,
    WeekValue,
)
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.wording import text

_KEPT = 32
_definitions: dict[str, Mapping[str, Any]] = {}
"""Definitions by their digest. They never change, and reading one again for each request would cost a millisecond."""


def get_course(code: str) -> CourseValue:
    """Return the course of a code. Raises `NotFound`, naming the code."""
    course = find_course(code)
    if course is None:
        raise NotFound(text("There is no course with the code %(code)s.", code=code))
    return course


def find_course(code: str) -> CourseValue | None:
    """Return the course of a code; None when there is none."""
    return next(iter(_courses(_statement().where(Course.code == code))), None)


def get_course_by_id(course_id: int) -> CourseValue:
    """Return a course. Raises `NotFound`."""
    course = next(iter(_courses(_statement().where(Course.id == course_id))), None)
    if course is None:
        raise NotFound
    return course


def list_courses(course_ids: Collection[int] | None = None) -> tuple[CourseValue, ...]:
    """Return the courses of these ids, or all (None), the latest first."""
    statement = _statement().order_by(Course.starts_on.desc(), Course.code)
    if course_ids is not None:
        statement = statement.where(Course.id.in_(course_ids))
    return tuple(_courses(statement))


def pieces_of(course_id: int) -> tuple[PieceValue, ...]:
    """Return the assessed pieces of a course in their order."""
    rows = session.scalars(select(Piece).where(Piece.course_id == course_id).order_by(Piece.position))
    return tuple(_piece(row) for row in rows)


def weeks_of(course_id: int) -> tuple[WeekValue, ...]:
    """Return the weeks of a course in order."""
    rows = session.scalars(select(Week).where(Week.course_id == course_id).order_by(Week.number))
    return tuple(WeekValue(number=row.number, title=row.title, starts_on=row.starts_on) for row in rows)


def sessions_of(course_id: int) -> tuple[SessionValue, ...]:
    """Return the agenda of a course, earliest first."""
    statement = select(CourseSession).where(CourseSession.course_id == course_id)
    rows = session.scalars(statement.order_by(CourseSession.starts_at, CourseSession.key))
    return tuple(
        SessionValue(
            id=row.id,
            key=row.key,
            kind=SessionKind(row.kind),
            title=row.title,
            week=row.week,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            timezone=row.timezone,
            note=row.note,
        )
        for row in rows
    )


def version_data(version_id: int) -> Mapping[str, Any]:
    """Return the stored definition of one version, as a result or certificate made under it needs it."""
    version = session.get(CourseVersion, version_id)
    if version is None:
        raise NotFound
    return version.definition


def _statement() -> Select[Course, int, str]:
    statement = select(Course, CourseVersion.number, CourseVersion.digest).join(
        CourseVersion, CourseVersion.id == Course.current_version_id
    )
    return statement.execution_options(populate_existing=True)  # who waited for a lock wants to see what it waited for


def _courses(statement: Select[Course, int, str]) -> list[CourseValue]:
    return [
        CourseValue(
            id=row.id,
            code=row.code,
            title=row.title,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            hours=row.hours,
            languages=tuple(row.languages),
            timezone=row.timezone,
            state=CourseState(row.state),
            closed_at=row.closed_at,
            version_id=row.current_version_id or 0,
            version=number,
            definition=_definition(row.current_version_id or 0, digest),
        )
        for row, number, digest in session.execute(statement)
    ]


def _definition(version_id: int, digest: str) -> Mapping[str, Any]:
    kept = _definitions.get(digest)
    if kept is None:
        kept = version_data(version_id)
        if len(_definitions) >= _KEPT:
            _definitions.clear()
        _definitions[digest] = kept
    return kept


def _piece(row: Piece) -> PieceValue:
    return PieceValue(
        id=row.id,
        course_id=row.course_id,
        key=row.key,
        kind=PieceKind(row.kind),
        position=row.position,
        title=row.title,
        maximum=row.maximum,
        criteria=tuple(
            Criterion(criterion["key"], criterion["title"], Fraction(criterion["maximum"]))
            for criterion in row.criteria
        ),
        week=row.week,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        minutes=row.minutes,
    )
