"""What the page of a week shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.courses.queries.courses import pieces_of, sessions_of
from app.courses.queries.extensions import deadlines_of
from app.courses.queries.materials import find_material, list_materials
from app.courses.queries.roster import find_enrolment
from app.courses.rules import CourseValue, MaterialKind, MaterialValue, PieceValue, SessionValue, WeekValue
from app.courses.rules.deadlines import Deadline
from app.courses.rules.week import Due, due_in
from app.courses.rules.windows import deadline_for
from app.shared.errors import NotFound
from app.shared.permissions import Actor, Role


@dataclass(frozen=True, slots=True)
class WeekPage:
    """A week with its text (None: none was written), its modules, its sessions, and what is due."""

    week: WeekValue
    weeks: tuple[WeekValue, ...]
    text: MaterialValue | None
    modules: tuple[MaterialValue, ...]
    sessions: tuple[SessionValue, ...]
    due: tuple[Due, ...]


def week_page(course: CourseValue, number: int, actor: Actor) -> WeekPage:
    """Return what the page of week `number` shows to `actor`. Raises `NotFound`."""
    weeks = weeks_in(course)
    week = next((week for week in weeks if week.number == number), None)
    if week is None:
        raise NotFound
    pieces = pieces_of(course.id)
    own, general = reader_deadlines(course, pieces, actor)
    modules = list_materials(course.id, [MaterialKind.MODULE])
    return WeekPage(
        week=week,
        weeks=weeks,
        text=find_material(course.id, MaterialKind.WEEK, str(number)),
        modules=tuple(module for module in modules if module.week == number),
        sessions=tuple(session for session in sessions_of(course.id) if session.week == number),
        due=due_in(week, pieces, own, general, course.timezone),
    )


def weeks_in(course: CourseValue) -> tuple[WeekValue, ...]:
    """Return the weeks of a course from its definition, which is at hand already."""
    weeks: Sequence[Mapping[str, Any]] = course.definition["weeks"]
    return tuple(WeekValue(week["number"], week["title"], date.fromisoformat(week["starts"])) for week in weeks)


def reader_deadlines(
    course: CourseValue, pieces: Collection[PieceValue], actor: Actor
) -> tuple[dict[int, Deadline], dict[int, Deadline]]:
    """Return by piece the deadlines that hold for `actor`, and everybody's: for staff both are the same."""
    general = {piece.id: deadline_for(course, piece) for piece in pieces}
    if actor.person_id is None or Role.PARTICIPANT not in actor.roles_in(course.id):
        return general, general
    enrolment = find_enrolment(course.id, actor.person_id)
    return (deadlines_of(course, pieces, enrolment) if enrolment else general), general
