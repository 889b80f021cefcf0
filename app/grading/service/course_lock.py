"""The course of whatever is recorded: locked, and open."""

from __future__ import annotations

from app.courses.rules import CourseValue
from app.courses.service import check_open, lock_course


def open_course(course: CourseValue, *, exclusive: bool = False) -> CourseValue:
    """Return the course as it is now, locked until the transaction ends, so that nothing slips past its closing.

    Single entries share the lock; imports and closing hold it alone. Raises `RuleBroken` (course_closed).
    """
    present = lock_course(course.id, shared=not exclusive)
    check_open(present)
    return present
