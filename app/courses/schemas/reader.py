"""From the bytes of a course.yaml to a `Definition`, or to every fault in it with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from marshmallow import ValidationError

from app.courses.rules import (
    PERCENT,
    Criterion,
    Definition,
    Piece,
    PieceKind,
    Session,
    SessionKind,
    Wall,
    shifted,
)
from app.courses.schemas import check_assessment, check_calendar
from app.courses.schemas.course_file import CourseSection
from app.courses.schemas.handed_down import section_faults
from app.shared.definitions.faults import flat
from app.shared.definitions.languages import language_faults
from app.shared.definitions.source import Fault, Source, read_source
from app.shared.errors import Unreadable
from app.shared.wording import text

_CHECKS: tuple[Callable[[Mapping[str, Any]], Iterator[Fault]], ...] = (
    check_calendar.date_faults,
    check_calendar.week_faults,
    check_calendar.session_faults,
    check_calendar.window_faults,
    check_calendar.wall_faults,
    check_assessment.key_faults,
    check_assessment.piece_faults,
    check_assessment.weight_faults,
    check_assessment.requires_faults,
    check_assessment.rubric_faults,
    language_faults,
    section_faults,
)


def read_definition(raw: bytes, *, code: str | None = None, starts: date | None = None) -> Definition:
    """Return the course that the YAML file `raw` defines.

    `code` takes the place of its own code; `starts` moves every date by the whole days between the file's first day and
    this one, wall times kept. Raises `Unreadable` with every fault found: its place, its line, what to write instead.
    """
    source = read_source(raw)
    course, faults = _loaded(source)
    faults += source.faults
    course = _moved(course, starts)
    told = {fault.path for fault in faults}
    faults += [fault for check in _CHECKS for fault in check(course) if fault.path not in told]
    if faults:
        raise _unreadable(source, faults)
    return _definition(course, code)


def _loaded(source: Source) -> tuple[Mapping[str, Any], list[Fault]]:
    """Return what can be used of the file, and what cannot."""
    try:
        return CourseSection().load(source.data), []
    except ValidationError as error:
        course = error.valid_data if isinstance(error.valid_data, dict) else {}
        return course, list(flat(error.messages, ()))


def _moved(course: Mapping[str, Any], starts: date | None) -> Mapping[str, Any]:
    first: date | None = course.get("dates", {}).get("starts")
    if starts is None or first is None:
        return course
    moved: Mapping[str, Any] = shifted(course, (starts - first).days)
    return moved


def _unreadable(source: Source, faults: Iterable[Fault]) -> Unreadable:
    problems = sorted(map(source.problem, faults), key=lambda problem: (problem.line or 0, problem.where))
    return Unreadable(
        text("Faults in the course definition: %(count)s.", count=len(problems)),
        problems=problems,
    )


def _definition(course: Mapping[str, Any], code: str | None) -> Definition:
    return Definition(
        code=code or course["code"],
        title=course["title"],
        summary=course["summary"] or {},
        objectives=tuple(course["objectives"]),
        starts=course["dates"]["starts"],
        ends=course["dates"]["ends"],
        hours=course["hours"],
        languages=tuple(course["languages"]),
        timezone=course["timezone"],
        weeks=check_calendar.weeks_of(course),
        sessions=tuple(_session(entry, course["timezone"]) for entry in course["sessions"]),
        pieces=tuple(_piece(entry) for entry in course["pieces"]),
        policy=course["policy"],
        rubric=tuple(_rubric(entry) for entry in course["rubric"]),
        certificate=course["certificate"],
        group_work=course["group_work"] or {},
        essay=course["essay"] or {},
    )


def _session(entry: Mapping[str, Any], zone: str) -> Session:
    return Session(
        key=entry["key"],
        kind=SessionKind(entry["kind"]),
        week=entry["week"],
        title=entry["title"],
        starts=Wall(entry["date"], entry["time"]),
        minutes=entry["minutes"],
        timezone=entry["timezone"] or zone,
        note=entry["note"] or {},
    )


def _piece(entry: Mapping[str, Any]) -> Piece:
    criteria = tuple(
        Criterion(criterion["key"], criterion["title"], criterion["maximum"]) for criterion in entry["criteria"]
    )
    kind = PieceKind(entry["kind"])
    maximum = {
        PieceKind.QUIZ: Fraction(entry["questions"] or 0),
        PieceKind.GROUP: PERCENT,
        PieceKind.ESSAY: sum((criterion.maximum for criterion in criteria), Fraction(0)),
    }[kind]
    return Piece(
        key=entry["key"],
        kind=kind,
        title=entry["title"],
        maximum=maximum,
        week=entry["week"],
        opens=entry["opens"],
        closes=entry["closes"],
        minutes=entry["minutes"],
        criteria=criteria,
        note=entry["note"] or {},
    )


def _rubric(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    levels = [
        {
            "points_from": str(level["points_from"]),
            "title": dict(level["title"]),
            "description": dict(level["description"]),
        }
        for level in entry["levels"]
    ]
    return {"piece": entry["piece"], "criterion": entry["criterion"], "levels": levels}
