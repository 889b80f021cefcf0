"""What the page of a course shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.accounts.queries import team_of
from app.accounts.rules import Teammate
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue, RosterFilter, SessionValue, WeekValue
from app.progress.queries.standing import Standing, standing
from app.progress.rules import WeekPlan, by_week, next_session
from app.shared.permissions import Actor, Role

_LARGEST_GROUP = 100


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course week by week, and for a participant the own standing and group (ambassador first)."""

    pieces: tuple[PieceValue, ...]
    sessions: tuple[SessionValue, ...]
    weeks: tuple[WeekPlan, ...]
    team: tuple[Teammate, ...]
    standing: Standing | None
    group: tuple[EnrolmentValue, ...]
    session: SessionValue | None


def course_page(course: CourseValue, actor: Actor, now: datetime) -> CoursePage:
    """Return what the page of `course` shows to `actor` at `now`."""
    pieces, sessions = courses.pieces_of(course.id), courses.sessions_of(course.id)
    enrolment = _enrolment(course, actor)
    return CoursePage(
        pieces=pieces,
        sessions=sessions,
        weeks=by_week(_weeks(course), sessions, pieces),
        team=team_of(course.id),
        standing=standing(course, enrolment, pieces, now) if enrolment else None,
        group=_group(enrolment) if enrolment else (),
        session=None if course.is_closed else next_session(sessions, now),
    )


def _weeks(course: CourseValue) -> tuple[WeekValue, ...]:
    """Return the weeks from the course's definition, which is at hand already."""
    weeks: Sequence[Mapping[str, Any]] = course.definition["weeks"]
    return tuple(WeekValue(week["number"], week["title"], date.fromisoformat(week["starts"])) for week in weeks)


def _enrolment(course: CourseValue, actor: Actor) -> EnrolmentValue | None:
    if actor.person_id is None or Role.PARTICIPANT not in actor.roles_in(course.id):
        return None
    return courses.find_enrolment(course.id, actor.person_id)


def _group(enrolment: EnrolmentValue) -> tuple[EnrolmentValue, ...]:
    if enrolment.group_id is None:
        return ()
    shown = RosterFilter(group_id=enrolment.group_id)
    members = courses.roster_page(enrolment.course_id, shown, limit=_LARGEST_GROUP).items
    return tuple(sorted(members, key=lambda member: (not member.ambassador, member.name)))
