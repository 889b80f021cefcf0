"""Reads of courses, their pieces, weeks and sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select

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
from app.shared.database import read_once, rows_of, session
from app.shared.errors import NotFound
from app.shared.wording import text

_COURSE: Any = Course.__table__
_VERSION: Any = CourseVersion.__table__
_COURSES = select(_COURSE, _VERSION.c.number, _VERSION.c.digest).join(
    _VERSION, _VERSION.c.id == _COURSE.c.current_version_id
)
_BY_CODE = _COURSES.where(_COURSE.c.code == bindparam("code"))
_BY_ID = _COURSES.where(_COURSE.c.id == bindparam("course_id"))
_LATEST_FIRST = _COURSES.order_by(_COURSE.c.starts_on.desc(), _COURSE.c.code)
_OF_IDS = _LATEST_FIRST.where(_COURSE.c.id.in_(bindparam("course_ids", expanding=True)))
_PIECE: Any = Piece.__table__
_PIECES = select(_PIECE).where(_PIECE.c.course_id == bindparam("course_id")).order_by(_PIECE.c.position)
_SESSION: Any = CourseSession.__table__
_SESSIONS = (
    select(_SESSION)
    .where(_SESSION.c.course_id == bindparam("course_id"))
    .order_by(_SESSION.c.starts_at, _SESSION.c.key)
)
"""Statements made once, on tables and not mapped classes: every page of a course passes here."""

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
    return next(iter(_courses(rows_of(_BY_CODE, code=code))), None)


@read_once
def get_course_by_id(course_id: int) -> CourseValue:
    """Return a course. Raises `NotFound`."""
    course = next(iter(_courses(rows_of(_BY_ID, course_id=course_id))), None)
    if course is None:
        raise NotFound
    return course


def list_courses(course_ids: Collection[int] | None = None) -> tuple[CourseValue, ...]:
    """Return the courses of these ids, or all (None), the latest first."""
    rows = rows_of(_LATEST_FIRST) if course_ids is None else rows_of(_OF_IDS, course_ids=list(course_ids))
    return tuple(_courses(rows))


@read_once
def pieces_of(course_id: int) -> tuple[PieceValue, ...]:
    """Return the assessed pieces of a course in their order."""
    return tuple(_piece(row) for row in rows_of(_PIECES, course_id=course_id))


def weeks_of(course_id: int) -> tuple[WeekValue, ...]:
    """Return the weeks of a course in order."""
    rows = session.scalars(select(Week).where(Week.course_id == course_id).order_by(Week.number))
    return tuple(WeekValue(number=row.number, title=row.title, starts_on=row.starts_on) for row in rows)


@read_once
def sessions_of(course_id: int) -> tuple[SessionValue, ...]:
    """Return the agenda of a course, earliest first."""
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
        for row in rows_of(_SESSIONS, course_id=course_id)
    )


def version_data(version_id: int) -> Mapping[str, Any]:
    """Return the stored definition of one version, as a result or certificate made under it needs it."""
    version = session.get(CourseVersion, version_id)
    if version is None:
        raise NotFound
    return version.definition


def _courses(rows: Iterable[Any]) -> list[CourseValue]:
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
            version=row.number,
            definition=_definition(row.current_version_id or 0, row.digest),
        )
        for row in rows
    ]


def _definition(version_id: int, digest: str) -> Mapping[str, Any]:
    kept = _definitions.get(digest)
    if kept is None:
        kept = version_data(version_id)
        if len(_definitions) >= _KEPT:
            _definitions.clear()
        _definitions[digest] = kept
    return kept


def _piece(row: Any) -> PieceValue:  # noqa: ANN401 - a row of the table
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
