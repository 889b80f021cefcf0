"""What tutors record by hand: a member's part in group work, a bonus, a group's mark."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import PERCENT, CourseValue
from app.grading import queries
from app.grading.queries import Entry, GroupMark
from app.grading.rules.cells import factor_word
from app.grading.rules.entries import EntryKind, Source
from app.grading.service.adding import add_entry
from app.grading.service.checks import Check, group_work_of, in_range, reason_given, turn, unconditional
from app.grading.service.course_lock import open_course
from app.grading.service.group_mark_entries import add_group_mark
from app.grading.service.wanted import Wanted
from app.shared.database import take_turn
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def record_factor(
    course: CourseValue,
    enrolment_id: int,
    factor: Fraction | None,
    reason: str = "",
    *,
    actor: Actor,
    now: datetime,
    check: Check = unconditional,
    everybody: bool = False,
) -> Entry:
    """Record a member's part in group work, 0 to 1; None takes it back. With `everybody` also of who left the course.

    Any but full, partial and none needs a written reason (rule 2).
    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, no_group_work, no_group), `Unreadable`, as `check`.
    """
    actor.require(Permission.SET_FACTOR, course.id)
    course = open_course(course)
    piece = group_work_of(course)
    in_range("factor", factor, Fraction(1))
    usual = factor is None or factor_word(factor, queries.policy_of(course)) is not None
    needs = text("A factor other than full, partial or none needs a written reason.")
    given = reason_given(reason, unless=None if usual else needs)
    enrolment = turn(course, enrolment_id, everybody=everybody)
    if factor and enrolment.group_id is None:
        raise RuleBroken(text("This person is in no group: there is no group work to have a part in."), code="no_group")
    wanted = Wanted(factor)
    return add_entry(
        course, enrolment, piece, EntryKind.FACTOR, wanted, actor=actor, now=now, reason=given, check=check
    )


def record_bonus(
    course: CourseValue,
    enrolment_id: int,
    bonus: Fraction | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    check: Check = unconditional,
) -> Entry:
    """Record a participation bonus, 0 to the policy's maximum, with its reason (rule 6); None takes it back.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, no_bonus), `Unreadable`, and as `check`.
    """
    actor.require(Permission.RECORD_BONUS, course.id)
    course = open_course(course)
    most = queries.policy_of(course).bonus_max
    if not most:
        raise RuleBroken(text("This course has no bonus."), code="no_bonus")
    in_range("bonus", bonus, most)
    given = reason_given(reason, unless=text("A bonus needs a written reason."))
    enrolment = turn(course, enrolment_id)
    wanted = Wanted(bonus)
    return add_entry(course, enrolment, None, EntryKind.BONUS, wanted, actor=actor, now=now, reason=given, check=check)


def record_group_mark(
    course: CourseValue,
    group_id: int,
    percent: Fraction | None,
    *,
    actor: Actor,
    now: datetime,
    check: Check = unconditional,
) -> GroupMark:
    """Record a group's mark, 0 to 100 percent; None takes it back.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, no_group_work), `Unreadable`, and as `check`.
    """
    actor.require(Permission.MARK_GROUP, course.id)
    course = open_course(course)
    group_work_of(course)
    in_range("percent", percent, PERCENT)
    take_turn(f"mark of group {group_id}")
    if group_id not in {group.id for group in courses.groups_of(course.id)}:
        raise NotFound
    stored = queries.find_group_mark(group_id)
    check(stored.id if stored else None)
    if stored and stored.percent == percent:
        return stored
    return add_group_mark(course, group_id, stored, percent, source=Source.TUTOR, actor=actor, now=now)
