"""Participants over HTTP."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import RAISE

from app.config import Settings
from app.courses.queries import roster_page
from app.courses.rules import CourseValue, EnrolmentValue, Newcomer, RosterFilter, read_cells
from app.courses.schemas.participants import (
    NewParticipantSchema,
    ParticipantListSchema,
    ParticipantQuerySchema,
    ParticipantSchema,
)
from app.courses.service import enrol
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


def _newcomer(values: dict[str, Any], course: CourseValue) -> Newcomer:
    """Return whom a body describes; its values are checked as a file's cells are. Raises `Unreadable`."""
    ambassador = "1" if values.pop("ambassador") else ""
    for name, default in (("language", course.languages[0]), ("timezone", course.timezone)):
        values[name] = default if values[name] is None else values[name]
    read = read_cells({**values, "ambassador": ambassador})
    if isinstance(read, Newcomer):
        return read
    raise Unreadable(problems=read)
