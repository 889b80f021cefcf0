"""How every verb in a group's space begins: who acts, one change of the group at a time, in an open course."""

from __future__ import annotations

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.service import check_open, lock_course
from app.groupwork.queries.inside import viewer_of
from app.groupwork.rules.space import Viewer
from app.shared.database import take_turn
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor


def begin(course: CourseValue, group_id: int, actor: Actor) -> Viewer:
    """Return who acts in the group's space, once nobody else writes there.

    Raises `NotFound` (another group's member), `NotAllowed`, `RuleBroken` (`course_closed`).
    """
    take_turn(f"group {group_id}")
    check_open(lock_course(course.id, shared=True))
    return viewer_of(course.id, group_id, actor)


def begin_as_member(course: CourseValue, group_id: int, actor: Actor) -> EnrolmentValue:
    """Return the member who acts in person; raises as `begin` does, `NotAllowed` also for staff."""
    viewer = begin(course, group_id, actor)
    actor.themselves()
    if viewer.member is None:
        raise NotAllowed
    return viewer.member


def members_by_id(group_id: int) -> dict[int, EnrolmentValue]:
    """Return the members of a group by their enrolments."""
    return {member.id: member for member in courses.members_of(group_id)}
