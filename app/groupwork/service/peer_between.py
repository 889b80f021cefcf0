"""Who rates whose presentation, and rating it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork.models import PeerAssignment
from app.groupwork.queries.peer_between import assignments_of, presentation_of
from app.groupwork.queries.peer_settings import group_piece, settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.peer_between import check_assignment, rotation
from app.groupwork.rules.peer_words import PeerKind, Raters
from app.groupwork.service.marking_handover import handing_over
from app.groupwork.service.marking_settling import settled_again
from app.groupwork.service.peer_course import open_course, rater_in
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.rubrics.service import save_mark
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def assign_presentations(
    course: CourseValue, rated: Mapping[int, int | None], *, actor: Actor, now: datetime
) -> dict[int, int]:
    """Set which group each group rates (None: none); groups that are not named rate none. Return what holds now.

    Raises `NotAllowed`, `RuleBroken` (course_closed, no_group_work), `Unreadable` (no such group, or the own one).
    """
    actor.require(Permission.MANAGE_GROUPS, course.id)
    course = open_course(course)
    group_piece(course)
    check_assignment(rated, [group.id for group in courses.groups_of(course.id)])
    return _assign(course, {rater: other for rater, other in rated.items() if other is not None}, actor=actor, now=now)


def rotate_presentations(course: CourseValue, *, actor: Actor, now: datetime) -> dict[int, int]:
    """Have every group rate one other, in a ring that nobody can guess from names; return it.

    Raises `NotAllowed`, `RuleBroken` (course_closed, no_group_work, too_few_groups).
    """
    actor.require(Permission.MANAGE_GROUPS, course.id)
    course = open_course(course)
    group_piece(course)
    groups = [group.id for group in courses.groups_of(course.id) if group.members]
    rated = rotation(groups, secrets.token_hex(16))
    if not rated:
        raise RuleBroken(text("There must be two groups with members at least."), code="too_few_groups")
    return _assign(course, rated, actor=actor, now=now)


def _assign(course: CourseValue, rated: Mapping[int, int], *, actor: Actor, now: datetime) -> dict[int, int]:
    take_turn(f"peer assignments of course {course.id}")
    before = assignments_of(course.id)
    if before == rated:
        return dict(rated)
    with handing_over(course, actor=actor, now=now):
        session.execute(delete(PeerAssignment).where(PeerAssignment.course_id == course.id))
        session.add_all(
            PeerAssignment(
                course_id=course.id, rater_group_id=rater, rated_group_id=other, set_at=now, set_by=actor.person_id
            )
            for rater, other in rated.items()
        )
        session.flush()
    audit.record(
        "assign_presentations",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={str(rater): other for rater, other in before.items()},
        after={str(rater): other for rater, other in rated.items()},
    )
    return dict(rated)


def rate_presentation(
    course: CourseValue, content: MarkContent, *, base_version: int | None, actor: Actor, now: datetime
) -> MarkValue:
    """Save the actor's rating of the presentation that their group is to rate; it may be changed while it is open.

    One that arrived in time and is stored after marks were handed over has those it changes handed over again.

    Raises `NotAllowed`, `RuleBroken` (course_closed, no_group, no_group_work, nothing_to_rate, ambassador_rates,
    peers_not_open, peers_over), `Unreadable` (a criterion missing or out of range), `Stale`.
    """
    course = open_course(course)
    rater, group_id = rater_in(course, actor)
    take_turn(f"peer window of course {course.id}")
    peer_window(course, PeerKind.BETWEEN).check_open(now)
    settings = settings_of(course)
    rated = assignments_of(course.id).get(group_id)
    if rated is None:
        raise RuleBroken(text("Your group has no presentation to rate yet."), code="nothing_to_rate")
    if settings.between.raters is Raters.AMBASSADOR and not rater.ambassador:
        raise RuleBroken(text("Your group’s ambassador rates for all of you."), code="ambassador_rates")
    with settled_again(course):
        return save_mark(
            presentation_of(course, rated),
            Round.PEER,
            content,
            settings.rubric.criteria,
            final=True,
            base_version=base_version,
            actor=actor,
            now=now,
        )
