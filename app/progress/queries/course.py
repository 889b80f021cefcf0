"""What the page of a course shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.accounts.queries import team_of
from app.accounts.rules import Teammate
from app.courses import queries as courses
from app.courses.rules import (
    CourseValue,
    Deadline,
    EnrolmentValue,
    ExtensionValue,
    PieceValue,
    RequestValue,
    SessionValue,
    WeekValue,
    deadlines_among,
    that_count,
)
from app.progress.queries.standing import Standing, standing
from app.progress.rules import WeekPlan, by_week, next_session
from app.quizzes.queries import LinkedQuiz, linked_quizzes
from app.shared.permissions import Actor, Role

_LARGEST_GROUP = 100


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course week by week, and for a participant the own standing, group (ambassador first) and requests.

    `deadlines` are the reader's own, those of everybody for who takes no part; `extensions` say why they are so.
    """

    pieces: tuple[PieceValue, ...]
    sessions: tuple[SessionValue, ...]
    weeks: tuple[WeekPlan, ...]
    team: tuple[Teammate, ...]
    standing: Standing | None
    group: tuple[EnrolmentValue, ...]
    session: SessionValue | None
    deadlines: Mapping[int, Deadline]
    extensions: Mapping[int, tuple[ExtensionValue, ...]]
    requests: tuple[RequestValue, ...]
    quizzes: tuple[LinkedQuiz, ...]

    @property
    def quiz_of(self) -> Mapping[int | None, LinkedQuiz]:
        """The quizzes by their pieces."""
        return {quiz.piece_id: quiz for quiz in self.quizzes}


def course_page(course: CourseValue, actor: Actor, now: datetime) -> CoursePage:
    """Return what the page of `course` shows to `actor` at `now`."""
    pieces, sessions = courses.pieces_of(course.id), courses.sessions_of(course.id)
    enrolment = _enrolment(course, actor)
    deadlines, extensions = _deadlines(course, pieces, enrolment)
    return CoursePage(
        pieces=pieces,
        sessions=sessions,
        weeks=by_week(_weeks(course), sessions, pieces),
        team=team_of(course.id),
        standing=standing(course, enrolment, pieces, deadlines, now) if enrolment else None,
        group=_group(enrolment) if enrolment else (),
        session=None if course.is_closed else next_session(sessions, now),
        deadlines=deadlines,
        extensions={piece.id: that_count(deadlines[piece.id], extensions, piece.id) for piece in pieces},
        requests=courses.requests_of(course.id, enrolment.id) if enrolment else (),
        quizzes=linked_quizzes([course.id], enrolment.person_id if enrolment else None)[course.id],
    )


def _deadlines(
    course: CourseValue, pieces: Sequence[PieceValue], enrolment: EnrolmentValue | None
) -> tuple[Mapping[int, Deadline], Sequence[ExtensionValue]]:
    """Return the reader's deadlines with the extensions they come from; one statement."""
    if enrolment is None:
        return courses.general_deadlines(course, pieces), ()
    extensions = courses.extensions_for(enrolment)
    own = deadlines_among(course, pieces, [enrolment], [one.granted for one in extensions])
    return own[enrolment.id], extensions


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
    members = courses.members_of(enrolment.group_id)[:_LARGEST_GROUP]
    return tuple(sorted(members, key=lambda member: (not member.ambassador, member.name)))
