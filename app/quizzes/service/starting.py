"""Starting an attempt: the paper is drawn, its questions pinned, its instants set; at most one is open at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from app.courses import queries as courses
from app.courses.rules import EnrolmentValue
from app.courses.rules.deadlines import Deadline, WindowState
from app.courses.service import check_open, lock_course
from app.quizzes import queries
from app.quizzes.models import Attempt, AttemptQuestion
from app.quizzes.queries.papers import CurrentVersion, current_versions, places_of
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.paper import draw, option_keys, seed_of
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import instants
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service import refusals
from app.quizzes.service.settling import settle
from app.shared.database import rows_of, session, take_turn, write_rows
from app.shared.permissions import Actor, Permission
from app.shared.running import key_for

_ATTEMPT: Any = Attempt.__table__
_PINNED = insert(AttemptQuestion.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause


@dataclass(frozen=True, slots=True)
class Started:
    """The attempt that is open now; `new`: it was not before."""

    attempt: AttemptValue
    new: bool


def start_attempt(quiz_id: int, *, language: str, actor: Actor, now: datetime) -> Started:
    """Start an attempt of `actor` at a quiz, or return the one that is open; of two that race, both get one attempt.

    `language` is the reader's: the attempt keeps it where every question has it. Raises `NotFound`, `NotAllowed`, and
    `RuleBroken`: not_enrolled, course_closed, quiz_not_open, quiz_closed, no_attempts_left, quiz_empty.
    """
    person_id = actor.themselves()
    quiz = queries.get_quiz_by_id(quiz_id)
    actor.require(Permission.TAKE_QUIZ, quiz.course_id)
    course = lock_course(quiz.course_id, shared=True)
    check_open(course)
    enrolment = courses.find_enrolment(course.id, person_id)
    if enrolment is None:
        raise refusals.not_enrolled()
    take_turn(turn_of(course.id), shared=True)
    settle(now, enrolment_id=enrolment.id)
    earlier = queries.attempts_of_quiz(quiz.id, enrolment.id)
    present = next((one for one in earlier if one.is_open), None)
    if present is not None:
        return Started(present, new=False)
    deadline = queries.deadline_of(quiz, course, enrolment)
    number = _allowed(quiz, deadline, now, used=max((one.number for one in earlier), default=0))
    paper = _draw(quiz, enrolment, number)
    spoken = all(language in entry.version.question.languages for entry in paper)
    made = _insert(
        quiz,
        enrolment,
        number=number,
        language=language if spoken else course.languages[0],
        due_at=deadline.due(now),
        out_of=sum((entry.points for entry in paper), Fraction(0)),
        now=now,
    )
    if made is None:
        return _theirs(quiz, enrolment)
    _pin(made.id, paper)
    return Started(made, new=True)


def turn_of(course_id: int) -> str:
    """Return the name of the turn that starts share, and that whoever moves deadlines holds alone.

    An extension then either finds the attempt or is found by it.
    """
    return f"deadlines of course {course_id}"


def _allowed(quiz: QuizValue, deadline: Deadline, now: datetime, *, used: int) -> int:
    """Return the number of the attempt that may be started. Raises `RuleBroken`."""
    state = deadline.state(now)
    if state is WindowState.AHEAD:
        raise refusals.not_open()
    if state is WindowState.OVER:
        raise refusals.quiz_closed()
    allowed = quiz.settings.attempts
    if allowed is not None and used >= allowed:
        raise refusals.no_attempts_left(allowed)
    return used + 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """One question of a new paper."""

    number: int
    version: CurrentVersion
    option_keys: tuple[str, ...]
    points: Fraction


def _draw(quiz: QuizValue, enrolment: EnrolmentValue, number: int) -> tuple[_Entry, ...]:
    seed = seed_of(key_for("papers"), quiz.id, enrolment.id, number)
    settings = quiz.settings
    drawn = draw(places_of(quiz), seed, shuffle=settings.shuffle_questions)
    versions = current_versions([question_id for question_id, _points in drawn])
    if not drawn:
        raise refusals.quiz_empty()
    return tuple(
        _Entry(
            place,
            versions[question_id],
            option_keys(versions[question_id].question, seed, place, shuffle=settings.shuffle_options),
            points,
        )
        for place, (question_id, points) in enumerate(drawn, 1)
    )


def _insert(
    quiz: QuizValue,
    enrolment: EnrolmentValue,
    *,
    number: int,
    language: str,
    due_at: datetime | None,
    out_of: Fraction,
    now: datetime,
) -> AttemptValue | None:
    """Add the attempt; return it, or None where another one of the same participant came first."""
    ends = instants(due_at, grace=queries.grace_of(quiz), allowance=queries.allowance())
    row = {
        "quiz_id": quiz.id,
        "course_id": quiz.course_id,
        "enrolment_id": enrolment.id,
        "person_id": enrolment.person_id,
        "number": number,
        "language": language,
        "state": AttemptState.OPEN.value,
        "started_at": now,
        "due_at": ends.due_at,
        "accept_until": ends.accept_until,
        "close_at": ends.close_at,
        "credit_seconds": 0,
        "seen_at": now,
        "out_of": out_of,
    }
    made = rows_of(_unless_there(session.get_bind().dialect.name), **row)
    return next((queries.attempt_value(one._mapping) for one in made), None)  # noqa: SLF001 - SQLAlchemy's public name


@cache
def _unless_there(dialect: str) -> Any:  # noqa: ANN401 - an insert that returns rows, as a select does
    insertion = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insertion(_ATTEMPT).on_conflict_do_nothing().returning(_ATTEMPT)


def _pin(attempt_id: int, paper: Sequence[_Entry]) -> None:
    rows = [
        {
            "attempt_id": attempt_id,
            "number": entry.number,
            "question_version_id": entry.version.id,
            "option_keys": list(entry.option_keys),
            "points": entry.points,
        }
        for entry in paper
    ]
    write_rows(_PINNED, rows)


def _theirs(quiz: QuizValue, enrolment: EnrolmentValue) -> Started:
    """Return the attempt that was made at the same moment in another window."""
    present = queries.find_open_attempt(quiz.id, enrolment.id)
    if present is None:  # it was ended again already
        raise refusals.no_attempts_left(quiz.settings.attempts or 0)
    return Started(present, new=False)
