"""Open and closed: the state of a course, and the lock that marks and closing meet at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.courses.models import Course
from app.courses.queries import get_course_by_id
from app.courses.rules import CourseState, CourseValue
from app.shared import audit
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def lock_course(course_id: int, *, shared: bool = False) -> CourseValue:
    """Return the course as it is once nobody else changes its state; hold that until the transaction ends.

    Closing locks it alone; whoever records a mark locks it `shared`, so that no mark slips past the closing.
    Raises `NotFound`.
    """
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one writer in at a time
        session.execute(select(Course.id).where(Course.id == course_id).with_for_update(read=shared))
    return get_course_by_id(course_id)


def close_course(course_id: int, *, actor: Actor, now: datetime) -> CourseValue:
    """Close a course; who froze its results calls this in the same transaction.

    Raises `NotFound`, `NotAllowed`, `RuleBroken` (`course_closed`) when it is closed already.
    """
    actor.require(Permission.CLOSE_COURSE, course_id)
    check_open(lock_course(course_id))
    row = session.get_one(Course, course_id)
    row.state, row.closed_at, row.closed_by = CourseState.CLOSED.value, now, actor.person_id
    audit.record("close_course", f"course:{course_id}", actor=actor, now=now, course_id=course_id)
    session.flush()
    return get_course_by_id(course_id)


def check_open(course: CourseValue) -> None:
    """Raise `RuleBroken` (`course_closed`) when the course is closed."""
    if course.is_closed:
        raise RuleBroken(text("The course %(code)s is closed.", code=course.code), code="course_closed")
