"""The worksheet and attendance over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork import service
from app.groupwork.api.blueprint import resources
from app.groupwork.queries.attendance import notes_in, working_sessions
from app.groupwork.queries.inside import get_shape, viewer_of
from app.groupwork.queries.worksheet import cells_of, editing_in
from app.groupwork.rules.values import Attendance
from app.groupwork.rules.worksheet import CellChanged, CellValue
from app.groupwork.schemas.worksheet import (
    AttendanceChangeSchema,
    AttendanceSchema,
    CellChangeSchema,
    CellSchema,
    PresenceSchema,
    WorksheetSchema,
)
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_actor, requires
from app.shared.permissions import Permission


def _course_of_group(values: Mapping[str, Any]) -> int:
    return courses.get_group(values["group_id"]).course_id


def _course(group_id: int) -> CourseValue:
    return courses.get_course_by_id(courses.get_group(group_id).course_id)


@resources.get("/groups/<int:group_id>/worksheet")
@requires(Permission.VIEW_COURSE, course_of=_course_of_group)
@resources.response(200, WorksheetSchema)
def show_worksheet(group_id: int) -> dict[str, Any]:
    """200 the cells that say or said something, and who is at them; 404 another group's member, or no worksheet."""
    course = _course(group_id)
    viewer_of(course.id, group_id, current_actor())
    get_shape(course.id)
    now = arrived_at()
    return {
        "cells": list(cells_of(group_id).values()),
        "editing": [
            {
                "person": one.person_id,
                "name": one.name,
                "row": one.row,
                "column": one.column,
                "seconds_ago": one.seconds_ago(now),
            }
            for one in editing_in(group_id, now)
        ],
    }


@resources.put("/groups/<int:group_id>/worksheet/<row>/<column>")
@requires(Permission.VIEW_COURSE, course_of=_course_of_group)
@resources.arguments(CellChangeSchema)
@resources.response(200, CellSchema)
def save_cell(change: dict[str, Any], group_id: int, row: str, column: str) -> CellValue:
    """200 the cell as stored; 404 no such cell; 409 `cell_changed` with what is `stored`; 422 too long."""
    try:
        return service.save_cell(
            _course(group_id),
            group_id,
            (row, column),
            change["text"],
            change["base_version"],
            actor=current_actor(),
            now=arrived_at(),
        )
    except CellChanged as changed:
        changed.facts = {"stored": CellSchema().dump(changed.stored)}
        raise


@resources.post("/groups/<int:group_id>/worksheet/presence")
@requires(Permission.VIEW_COURSE, course_of=_course_of_group)
@resources.arguments(PresenceSchema)
@resources.response(204)
def note_presence(seen: dict[str, Any], group_id: int) -> None:
    """204 noted; it shows for a minute; 404 no such cell."""
    place = seen["row"], seen["column"]
    service.note_presence(_course(group_id), group_id, place, actor=current_actor(), now=arrived_at())


@resources.get("/groups/<int:group_id>/attendance/<session_key>")
@requires(Permission.VIEW_COURSE, course_of=_course_of_group)
@resources.response(200, AttendanceSchema)
def show_attendance(group_id: int, session_key: str) -> dict[str, Any]:
    """200 what was noted last of each member; 404 no such working session."""
    course = _course(group_id)
    viewer_of(course.id, group_id, current_actor())
    return _attendance(course, group_id, session_key)


@resources.put("/groups/<int:group_id>/attendance/<session_key>")
@requires(Permission.VIEW_COURSE, course_of=_course_of_group)
@resources.arguments(AttendanceChangeSchema)
@resources.response(200, AttendanceSchema)
def note_attendance(change: dict[str, Any], group_id: int, session_key: str) -> dict[str, Any]:
    """200 what counts now; 403 neither ambassador nor staff; 404 no such member or session; 409 it is still ahead."""
    course = _course(group_id)
    states = {note["participant"]: Attendance(note["state"]) for note in change["notes"]}
    service.note_attendance(course, group_id, session_key, states, actor=current_actor(), now=arrived_at())
    return _attendance(course, group_id, session_key)


def _attendance(course: CourseValue, group_id: int, session_key: str) -> dict[str, Any]:
    if session_key not in {one.key for one in working_sessions(course.id)}:
        raise NotFound
    latest = {note.enrolment_id: note for note in notes_in(group_id) if note.session_key == session_key}
    return {
        "items": [
            {
                "participant": one,
                "state": note.state.value,
                "noted_at": note.noted_at,
                "noted_by": note.noted_by,
            }
            for one, note in sorted(latest.items())
        ]
    }
