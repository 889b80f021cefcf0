"""Participants and extensions over HTTP."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import RAISE

from app.config import Settings
from app.courses.queries import find_piece, find_receiver, list_extensions, pieces_of, roster_page
from app.courses.rules import (
    EVERYBODY,
    CourseValue,
    EnrolmentValue,
    ExtensionValue,
    MoreTime,
    Newcomer,
    RosterFilter,
    read_cells,
)
from app.courses.schemas.extensions import (
    ExtensionListSchema,
    ExtensionQuerySchema,
    GrantedSchema,
    NewExtensionSchema,
)
from app.courses.schemas.participants import (
    NewParticipantSchema,
    ParticipantListSchema,
    ParticipantQuerySchema,
    ParticipantSchema,
    WithReasonSchema,
)
from app.courses.service import bring_back, enrol, grant_extension, withdraw
from app.shared.errors import Unreadable
from app.shared.http import arrived_at, current_actor, current_course, requires
from app.shared.permissions import Permission

resources = Blueprint("courses_api", __name__)


@resources.get("/courses/<code>/participants")
@requires(Permission.VIEW_PARTICIPANTS)
@resources.arguments(ParticipantQuerySchema, location="query", unknown=RAISE)
@resources.response(200, ParticipantListSchema)
def list_participants(query: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 participants sorted by e-mail; 422 a cursor that no answer gave."""
    after, limit = query.pop("cursor"), query.pop("limit")
    page = roster_page(current_course().id, RosterFilter(**query), after=after, limit=limit)
    return {"items": page.items, "next_cursor": None if page.next_after is None else str(page.next_after)}


@resources.post("/courses/<code>/participants")
@requires(Permission.ENROL_PARTICIPANTS)
@resources.arguments(NewParticipantSchema)
@resources.response(201, ParticipantSchema)
def enrol_participant(values: dict[str, Any], code: str) -> EnrolmentValue:  # noqa: ARG001 - the check found the course
    """201 the participant; 409 enrolled already, another ambassador, or closed; 422 with every fault."""
    course: CourseValue = current_course()
    settings: Settings = current_app.extensions["settings"]
    invite = values.pop("invite")
    return enrol(
        course,
        _newcomer(values, course),
        invite_base_url=settings.base_url if invite else None,
        actor=current_actor(),
        now=arrived_at(),
    ).enrolment


@resources.post("/courses/<code>/participants/<int:enrolment_id>/withdrawal")
@requires(Permission.ENROL_PARTICIPANTS)
@resources.arguments(WithReasonSchema)
@resources.response(200, ParticipantSchema)
def withdraw_participant(values: dict[str, Any], code: str, enrolment_id: int) -> EnrolmentValue:  # noqa: ARG001
    """200 who takes the course no more; 404 no such participant; 409 closed; 422 no reason."""
    return withdraw(current_course(), enrolment_id, values["reason"], actor=current_actor(), now=arrived_at())


@resources.post("/courses/<code>/participants/<int:enrolment_id>/return")
@requires(Permission.ENROL_PARTICIPANTS)
@resources.arguments(WithReasonSchema)
@resources.response(200, ParticipantSchema)
def bring_participant_back(values: dict[str, Any], code: str, enrolment_id: int) -> EnrolmentValue:  # noqa: ARG001
    """200 who takes the course again; 404 nobody who left it; 409 closed; 422 no reason."""
    return bring_back(current_course(), enrolment_id, values["reason"], actor=current_actor(), now=arrived_at())


@resources.get("/courses/<code>/extensions")
@requires(Permission.GRANT_EXTENSION)
@resources.arguments(ExtensionQuerySchema, location="query", unknown=RAISE)
@resources.response(200, ExtensionListSchema)
def list_all_extensions(query: dict[str, Any], code: str) -> dict[str, Any]:  # noqa: ARG001 - the check found the course
    """200 what was granted, the latest first."""
    course, limit = current_course(), query["limit"]
    found = list_extensions(course.id, before=query["cursor"], limit=limit + 1)
    keys = {piece.id: piece.key for piece in pieces_of(course.id)}
    return {
        "items": [_extension(one, keys[one.granted.piece_id]) for one in found[:limit]],
        "next_cursor": str(found[limit - 1].id) if len(found) > limit else None,
    }


@resources.post("/courses/<code>/extensions")
@requires(Permission.GRANT_EXTENSION)
@resources.arguments(NewExtensionSchema)
@resources.response(201, GrantedSchema)
def grant(values: dict[str, Any], code: str) -> tuple[dict[str, Any], int]:  # noqa: ARG001 - the check found the course
    """201 the extension (200 when the very same was granted before); 409 closed; 422 with every fault."""
    course: CourseValue = current_course()
    piece = find_piece(course.id, values["piece"])
    person, group, everybody = values.get("person"), values.get("group"), values.get("all", False)
    done = grant_extension(
        course,
        piece,
        find_receiver(course.id, person=person, group=group, everybody=everybody),
        MoreTime(values.get("until"), values.get("minutes")),
        values["reason"],
        actor=current_actor(),
        now=arrived_at(),
    )
    answer = _extension(done.extension, piece.key) | {"answers_readable_by": done.readers}
    return answer, 201 if done.new else 200


def _extension(extension: ExtensionValue, key: str) -> dict[str, Any]:
    receiver, more = extension.granted.receiver, extension.granted.more
    names = ("id", "name", "reason", "approver", "granted_at")
    return {
        **{name: getattr(extension, name) for name in names},
        "person": receiver.enrolment_id,
        "group": receiver.group_id,
        "all": receiver == EVERYBODY,
        "piece": key,
        "until": more.until,
        "minutes": more.minutes,
    }


def _newcomer(values: dict[str, Any], course: CourseValue) -> Newcomer:
    """Return whom a body describes; its values are checked as a file's cells are. Raises `Unreadable`."""
    ambassador = "1" if values.pop("ambassador") else ""
    for name, default in (("language", course.languages[0]), ("timezone", course.timezone)):
        values[name] = default if values[name] is None else values[name]
    read = read_cells({**values, "ambassador": ambassador})
    if isinstance(read, Newcomer):
        return read
    raise Unreadable(problems=read)
