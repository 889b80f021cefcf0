"""What a person finds on the home page: the own courses, each under the role that says most about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, SessionValue
from app.grading import queries as grading
from app.grading.queries import GradebookRow
from app.grading.rules import Engagement
from app.progress.queries.standing import Standing, standing
from app.progress.rules import next_session
from app.quizzes.queries import LinkedQuiz, linked_quizzes
from app.reports.queries import completion, sponsor_for
from app.reports.rules import Completion
from app.shared.permissions import Actor, Permission, Role

_TEAM = (Role.ACTIVITY_MANAGER, Role.TUTOR, Role.EXPERT, Role.ASSISTANT)


@dataclass(frozen=True, slots=True)
class Taking:
    """A course that the reader takes."""

    course: CourseValue
    standing: Standing
    session: SessionValue | None
    quizzes: tuple[LinkedQuiz, ...]

    @property
    def quiz_of(self) -> Mapping[int | None, LinkedQuiz]:
        """The quizzes by their pieces."""
        return {quiz.piece_id: quiz for quiz in self.quizzes}


@dataclass(frozen=True, slots=True)
class Work:
    """A course that the reader looks after, and what waits there; None: the reader may not see it, or it is closed.

    `requests` are those for more time.
    """

    course: CourseValue
    participants: int
    unmarked: int | None = None
    groups_without_mark: int | None = None
    without_factor: int | None = None
    never_engaged: int | None = None
    requests: int = 0

    @property
    def ready(self) -> bool:
        """Whether nothing that was handed in waits for its mark."""
        return not self.unmarked and not self.groups_without_mark


@dataclass(frozen=True, slots=True)
class Home:
    """A person's courses by role; `others` are seen for a role over all courses only."""

    taking: tuple[Taking, ...]
    work: tuple[Work, ...]
    sponsored: tuple[Completion, ...]
    others: tuple[CourseValue, ...]


def home_of(actor: Actor, now: datetime) -> Home:
    """Return the courses of `actor`, open ones first."""
    found = sorted(courses_of(actor), key=lambda course: course.is_closed)
    mine = _enrolments(actor)
    work = [course for course in found if _own_roles(actor, course).intersection(_TEAM)]
    sponsored = [course for course in found if course not in work and Role.SPONSOR in _own_roles(actor, course)]
    shown = {*mine, *(course.id for course in (*work, *sponsored))}
    quizzes = linked_quizzes(mine, actor.person_id) if mine else {}
    return Home(
        taking=tuple(
            _taking(course, mine[course.id], quizzes[course.id], now) for course in found if course.id in mine
        ),
        work=tuple(_work(course, actor) for course in work),
        sponsored=tuple(completion(course, sponsor_for(actor, course, None)) for course in sponsored),
        others=tuple(course for course in found if course.id not in shown),
    )


def courses_of(actor: Actor) -> tuple[CourseValue, ...]:
    """Return the courses in which the actor holds a role, the latest first; all, for a role over all courses."""
    if any(grant.course_id is None for grant in actor.grants):
        return courses.list_courses()
    ids = {grant.course_id for grant in actor.grants if grant.course_id is not None}
    return courses.list_courses(ids) if ids else ()


def _own_roles(actor: Actor, course: CourseValue) -> frozenset[Role]:
    """Return the roles held in this very course, without those over all courses."""
    return frozenset(grant.role for grant in actor.grants if grant.course_id == course.id)


def _enrolments(actor: Actor) -> dict[int, EnrolmentValue]:
    if actor.person_id is None or not any(grant.role is Role.PARTICIPANT for grant in actor.grants):
        return {}
    return {enrolment.course_id: enrolment for enrolment in courses.enrolments_of_person(actor.person_id)}


def _taking(course: CourseValue, enrolment: EnrolmentValue, quizzes: tuple[LinkedQuiz, ...], now: datetime) -> Taking:
    pieces, sessions = courses.pieces_of(course.id), courses.sessions_of(course.id)
    upcoming = None if course.is_closed else next_session(sessions, now)
    deadlines = courses.deadlines_of(course, pieces, enrolment)
    return Taking(course, standing(course, enrolment, pieces, deadlines, now), upcoming, quizzes)


def _work(course: CourseValue, actor: Actor) -> Work:
    if course.is_closed or not actor.may(Permission.VIEW_GRADEBOOK, course.id):
        return Work(course, courses.facets(course.id).participants)
    book = grading.gradebook(course)
    group_keys = {piece.key for piece in book.pieces if piece.kind is PieceKind.GROUP}
    unmarked = grading.unmarked_in(book)
    return Work(
        course=course,
        participants=len(book.rows),
        unmarked=sum(one.piece.key not in group_keys for one in unmarked),
        groups_without_mark=len({one.enrolment.group_id for one in unmarked if one.piece.key in group_keys}),
        without_factor=sum(_lacks_factor(row, group_keys) for row in book.rows),
        never_engaged=sum(row.derivation.engagement is Engagement.NEVER for row in book.rows),
        requests=courses.count_open_requests(course.id) if actor.may(Permission.GRANT_EXTENSION, course.id) else 0,
    )


def _lacks_factor(row: GradebookRow, group_keys: Collection[str]) -> bool:
    """Tell whether somebody in a group has nothing recorded on their part in its work."""
    asked = [key for key in group_keys if key not in row.standing.excused]
    return row.enrolment.group_id is not None and any(row.standing.piece(key).factor is None for key in asked)
