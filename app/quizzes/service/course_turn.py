"""The course whose bank or quizzes somebody changes: open, and changed by one at a time."""

from __future__ import annotations

from app.courses.rules import CourseValue
from app.courses.service import check_open, lock_course
from app.shared.database import take_turn
from app.shared.permissions import Actor, Permission


def take_bank_turn(course: CourseValue, actor: Actor) -> CourseValue:
    """Return the course as it is now; nobody else changes its questions or quizzes until the transaction ends.

    Raises `NotAllowed`, `RuleBroken` (`course_closed`): what was asked in a closed course stays as it was.
    """
    actor.require(Permission.MANAGE_QUIZZES, course.id)
    present = lock_course(course.id, shared=True)
    check_open(present)
    take_turn(f"bank {course.id}")
    return present
