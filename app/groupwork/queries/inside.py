"""Who is in a group's space: its members and the course's staff, and nobody else."""

from __future__ import annotations

from app.courses import queries as courses
from app.courses.rules import MaterialKind
from app.groupwork.rules.roles import Role, roles_in
from app.groupwork.rules.space import Viewer
from app.groupwork.rules.worksheet import Shape, shape_of
from app.shared.database import read_once
from app.shared.errors import NotAllowed, NotFound
from app.shared.permissions import Actor, Permission


def viewer_of(course_id: int, group_id: int, actor: Actor) -> Viewer:
    """Return who looks at a group of the course. Raises `NotFound` (another group's member), `NotAllowed`."""
    staff = actor.may(Permission.VIEW_GROUP_WORK, course_id)
    if not staff and not actor.may(Permission.WORK_IN_GROUP, course_id):
        raise NotAllowed
    if courses.get_group(group_id).course_id != course_id:
        raise NotFound
    found = None
    if actor.person_id is not None and actor.may(Permission.WORK_IN_GROUP, course_id):
        found = courses.find_enrolment(course_id, actor.person_id)
    member = found if found is not None and found.group_id == group_id else None
    if member is None and not staff:
        raise NotFound
    return Viewer(
        person_id=actor.person_id,
        member=member,
        is_staff=staff,
        may_manage=actor.may(Permission.MANAGE_GROUPS, course_id),
        may_note=actor.may(Permission.NOTE_ATTENDANCE, course_id),
    )


@read_once
def roles_of(course_id: int) -> tuple[Role, ...]:
    """Return the roles of a course's group work, none where it has none; one statement."""
    found = courses.find_material(course_id, MaterialKind.GROUP_WORK, "roles")
    return roles_in(found.content) if found else ()


@read_once
def find_shape(course_id: int) -> Shape | None:
    """Return the worksheet that a course asks for; None where it has none; one statement."""
    found = courses.find_material(course_id, MaterialKind.GROUP_WORK, "worksheet")
    return shape_of(found.title, found.content) if found else None


def get_shape(course_id: int) -> Shape:
    """Return the worksheet that a course asks for. Raises `NotFound`."""
    shape = find_shape(course_id)
    if shape is None:
        raise NotFound
    return shape
