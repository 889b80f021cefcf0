"""Marking a group's work by the rubric: each tutor alone, then an agreed mark where they lie apart."""

from __future__ import annotations

from datetime import datetime

from app.courses.rules import CourseValue
from app.groupwork.queries.marks import group_work_of
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.rules.marks import check_agreeable, round_for
from app.groupwork.service.marking_handover import handing_over
from app.groupwork.service.peer_course import open_course
from app.rubrics.queries import marks_on
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.rubrics.service import check_undecided, save_mark
from app.shared.database import take_turn
from app.shared.permissions import Actor, Permission


def mark_group(
    course: CourseValue,
    group_id: int,
    content: MarkContent,
    *,
    final: bool,
    base_version: int | None,
    actor: Actor,
    now: datetime,
) -> MarkValue:
    """Save what the actor gives a group's work, as a draft or final; the actor's round is kept or the first free one.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, no_group_work, decided_by_remark, enough_markers,
    mark_is_final), `Unreadable`, `Stale`.
    """
    actor.require(Permission.MARK_GROUP, course.id)
    course = open_course(course)
    subject = group_work_of(course, group_id)
    take_turn(f"marks of {subject.kind} {subject.id}")
    check_undecided(subject)
    in_round = round_for(marks_on(subject), actor.themselves())
    criteria = settings_of(course).rubric.criteria
    with handing_over(course, group_id, actor=actor, now=now):
        return save_mark(
            subject, in_round, content, criteria, final=final, base_version=base_version, actor=actor, now=now
        )


def agree_mark(
    course: CourseValue, group_id: int, content: MarkContent, *, base_version: int | None, actor: Actor, now: datetime
) -> MarkValue:
    """Record the mark that tutors agreed on; it counts instead of the mean, and the actor signs it.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, no_group_work, decided_by_remark, nothing_to_agree,
    round_taken), `Unreadable`, `Stale`.
    """
    actor.require(Permission.MARK_GROUP, course.id)
    course = open_course(course)
    subject = group_work_of(course, group_id)
    take_turn(f"marks of {subject.kind} {subject.id}")
    check_undecided(subject)
    check_agreeable(marks_on(subject))
    criteria = settings_of(course).rubric.criteria
    with handing_over(course, group_id, actor=actor, now=now):
        return save_mark(
            subject, Round.AGREED, content, criteria, final=True, base_version=base_version, actor=actor, now=now
        )
