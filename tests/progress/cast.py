"""Courses that stand somewhere in time, with people in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from app.courses.queries import get_course
from app.courses.rules import CourseState, CourseValue, PieceKind, PieceValue, SessionKind, SessionValue, WeekValue
from app.courses.schemas import read_definition
from app.courses.service import load_definition
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.courses.samples import A9714776
from tests.grading.cast import graded_course

START = date(2022, 2, 14)
ROME = "Europe/Rome"


def running_course(code: str = "A9714776") -> CourseValue:
    """The sample course with its four participants of grading's cast, today being in its sixth week."""
    graded_course(code)
    starts = clock.now().date() - timedelta(days=37)
    definition = read_definition(A9714776.read_bytes(), code=code, starts=starts)
    load_definition(definition, actor=SYSTEM, now=clock.now())
    session.commit()
    return get_course(code)


def at(day: str, time: str = "12:00") -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


def a_course(*, closed: bool = False, zone: str = ROME) -> CourseValue:
    """A course value of six weeks, from 14 February to 25 March 2022."""
    return CourseValue(
        id=1,
        code="A-1",
        title={"en": "A"},
        starts_on=START,
        ends_on=date(2022, 3, 25),
        hours=60,
        languages=("en",),
        timezone=zone,
        state=CourseState.CLOSED if closed else CourseState.OPEN,
        closed_at=at("2022-04-10") if closed else None,
        version_id=1,
        version=1,
        definition={},
    )


def weeks(count: int = 6) -> tuple[WeekValue, ...]:
    return tuple(WeekValue(number + 1, {"en": "W"}, START + timedelta(weeks=number)) for number in range(count))


def a_session(key: str, starts: datetime, *, week: int | None = 1, minutes: int = 60) -> SessionValue:
    ends = starts + timedelta(minutes=minutes)
    return SessionValue(1, key, SessionKind.WEBINAR, {"en": key}, week, starts, ends, ROME, {})


def a_piece(
    key: str, opens: datetime | None = None, closes: datetime | None = None, *, position: int = 1, week: int | None = 1
) -> PieceValue:
    return PieceValue(
        id=position,
        course_id=1,
        key=key,
        kind=PieceKind.QUIZ,
        position=position,
        title={"en": key},
        maximum=10,  # type: ignore[arg-type]  # an int is exact
        criteria=(),
        week=week,
        opens_at=opens,
        closes_at=closes,
        minutes=30,
    )
