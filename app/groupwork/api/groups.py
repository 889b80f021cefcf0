"""Groups over HTTP: listing, making, and who is in which."""

from __future__ import annotations

from typing import Any

from app.courses import queries as courses
from app.courses import service as course_verbs
from app.courses.rules import GroupValue
from app.groupwork.api.blueprint import resources
from app.groupwork.schemas.groups import GroupListSchema, GroupSchema, NewGroupSchema, PlacedSchema, PlacementSchema
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission


@resources.get("/courses/<code>/groups")
@requires(Permission.VIEW_GROUP_WORK)
@resources.response(200, GroupListSchema)
def list_groups(code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 the groups of the course with how many are in each."""
    return {"items": courses.groups_of(current_course().id), "next_cursor": None}


@resources.post("/courses/<code>/groups")
@requires(Permission.MANAGE_GROUPS)
@resources.arguments(NewGroupSchema)
@resources.response(201, GroupSchema)
def create_group(values: dict[str, Any], code: str) -> GroupValue:  # noqa: ARG001
    """201 the empty group; 409 there is one of that name, or the course is closed; 422 no name."""
    return course_verbs.create_group(current_course(), values["name"], actor=current_actor(), now=arrived_at())


@resources.put("/courses/<code>/participants/<int:enrolment_id>/group")
@requires(Permission.MANAGE_GROUPS)
@resources.arguments(PlacementSchema)
@resources.response(200, PlacedSchema)
def place_participant(values: dict[str, Any], code: str, enrolment_id: int) -> dict[str, Any]:  # noqa: ARG001
    """200 where they are now, the same again too; 404 no such participant or group; 409 the course is closed."""
    placed = course_verbs.place(
        current_course(),
        enrolment_id,
        values["group"],
        values["reason"],
        actor=current_actor(),
        now=arrived_at(),
    )
    return {"participant": placed.id, "group": placed.group_id, "ambassador": placed.ambassador}
