"""What every verb of peer assessment and group marks begins with."""

from __future__ import annotations

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.service import check_open, lock_course
from app.shared.errors import NotAllowed, Problem, RuleBroken, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

LONGEST_COMMENT = 2000


def open_course(course: CourseValue) -> CourseValue:
    """Return the course as it is now, locked with others until the transaction ends.

    Raises `RuleBroken` (course_closed).
    """
    present = lock_course(course.id, shared=True)
    check_open(present)
    return present


def rater_in(course: CourseValue, actor: Actor) -> tuple[EnrolmentValue, int]:
    """Return the participant who acts, and their group.

    Raises `NotAllowed` (no participant, or not in person) and `RuleBroken` (no_group).
    """
    actor.require(Permission.ASSESS_PEERS, course.id)
    enrolment = courses.find_enrolment(course.id, actor.themselves())
    if enrolment is None:
        raise NotAllowed
    if enrolment.group_id is None:
        raise RuleBroken(text("You are in no group yet."), code="no_group")
    return enrolment, enrolment.group_id


def check_length(words: str, where: str) -> str:
    """Return a comment, stripped. Raises `Unreadable` for one too long."""
    if len(words) > LONGEST_COMMENT:
        reason = text("A comment has at most %(limit)s characters.", limit=LONGEST_COMMENT)
        raise Unreadable(problems=[Problem(reason, where)])
    return words.strip()
