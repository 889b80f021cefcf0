"""What the live page of a quiz shows, and one attempt as it is stored: the same few statements for any number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import String, cast, func, select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.courses.rules.deadlines import Deadline
from app.quizzes.models import (
    AnswerSave,
    AttemptCredit,
    AttemptQuestion,
    Incident,
    Rescoring,
    ScoreRevision,
)
from app.quizzes.queries.attempts import attempts_at
from app.quizzes.queries.deadlines import deadlines_of
from app.quizzes.queries.signs import gaps_in, given_back, heard_of
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import RescoringAction
from app.quizzes.rules.watching import Person, Signs, View, Watched, is_silent, people_of
from app.shared.database import session

ROWS = 100


@dataclass(frozen=True, slots=True)
class Live:
    """How a quiz stands now: counts over everybody, and one page of the list that was asked for."""

    counts: Mapping[View, int]
    silent: int
    rows: tuple[Person, ...]
    found: int
    page: int
    pages: int
    signs: Mapping[int, Signs]
    """By attempt, of those on the page."""
    deadlines: Mapping[int, Deadline]
    """By enrolment, of those on the page who have not begun."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Seconds that an incident gave to an attempt; the interval None: to this person alone, at a tutor's word."""

    seconds: int
    reason: str
    granted_at: datetime
    granted_by: int | None
    began_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A score that an attempt had from some time on; `action` and `reason` are those of the re-scoring that made it."""

    number: int
    score: Fraction
    out_of: Fraction
    scored_at: datetime
    action: RescoringAction | None
    reason: str


def live_view(quiz: QuizValue, course: CourseValue, asked: Watched, now: datetime, page: int) -> Live:
    """Return how a quiz stands at `now`, a hundred people a page; the caller settled what is due."""
    everybody = people_of(courses.roster(course.id), attempts_at(quiz.id))
    heard = heard_of(person.attempt for person in everybody if person.attempt and person.attempt.is_open)
    found = asked.rows(everybody, heard, now)
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(1, page), pages)
    rows = tuple(found[(page - 1) * ROWS : page * ROWS])
    waiting = [person.enrolment for person in rows if person.view is View.WAITING]
    return Live(
        counts={view: sum(person.view is view for person in everybody) for view in View},
        silent=sum(is_silent(person, heard, now) for person in everybody),
        rows=rows,
        found=len(found),
        page=page,
        pages=pages,
        signs=signs_of([person.attempt for person in rows if person.attempt], now),
        deadlines=deadlines_of(quiz, course, waiting) if waiting else {},
    )


def signs_of(attempts: Collection[AttemptValue], now: datetime) -> dict[int, Signs]:
    """Return what is known of the pages of these attempts, by attempt; five statements."""
    if not attempts:
        return {}
    ids = [one.id for one in attempts]
    answered, asked = _answered(ids), _asked(ids)
    heard, gaps, given = heard_of(attempts), gaps_in(attempts, now), given_back(attempts)
    return {
        one.id: Signs(
            answered=answered.get(one.id, 0),
            questions=asked.get(one.id, 0),
            heard_at=heard[one.id],
            gaps=tuple((gap.lost_at, gap.back_at or now) for gap in gaps.get(one.id, ())),
            given=given.get(one.id, ()),
            silent=any(gap.back_at is None for gap in gaps.get(one.id, ())),
        )
        for one in attempts
    }


def credits_of(attempt_id: int) -> tuple[Credit, ...]:
    """Return the time that an attempt was given back, the earliest first; one statement."""
    statement = (
        select(
            AttemptCredit.seconds,
            Incident.reason,
            Incident.granted_at,
            Incident.granted_by,
            Incident.began_at,
            Incident.ended_at,
        )
        .join(Incident, Incident.id == AttemptCredit.incident_id)
        .where(AttemptCredit.attempt_id == attempt_id)
        .order_by(Incident.id)
    )
    return tuple(Credit(*row) for row in session.execute(statement))


def revisions_of(attempt_id: int) -> tuple[Revision, ...]:
    """Return the scores that an attempt had, the earliest first; one statement."""
    statement = (
        select(ScoreRevision, Rescoring.action, Rescoring.reason)
        .outerjoin(Rescoring, Rescoring.id == ScoreRevision.rescoring_id)
        .where(ScoreRevision.attempt_id == attempt_id)
        .order_by(ScoreRevision.number)
    )
    return tuple(
        Revision(
            row.number,
            row.score,
            row.out_of,
            row.scored_at,
            RescoringAction(action) if action else None,
            reason or "",
        )
        for row, action, reason in session.execute(statement)
    )


def _answered(attempt_ids: Collection[int]) -> dict[int, int]:
    """Return how many questions have an answer that is not empty, by attempt."""
    newest = (
        select(AnswerSave.attempt_id, AnswerSave.number, func.max(AnswerSave.version).label("version"))
        .where(AnswerSave.attempt_id.in_(attempt_ids))
        .group_by(AnswerSave.attempt_id, AnswerSave.number)
        .subquery()
    )
    is_newest = (
        (newest.c.attempt_id == AnswerSave.attempt_id)
        & (newest.c.number == AnswerSave.number)
        & (newest.c.version == AnswerSave.version)
    )
    statement = (
        select(AnswerSave.attempt_id, func.count())
        .join(newest, is_newest)
        .where(cast(AnswerSave.chosen, String) != "[]")
        .group_by(AnswerSave.attempt_id)
    )
    return _pairs(session.execute(statement))


def _asked(attempt_ids: Collection[int]) -> dict[int, int]:
    statement = select(AttemptQuestion.attempt_id, func.count()).where(AttemptQuestion.attempt_id.in_(attempt_ids))
    return _pairs(session.execute(statement.group_by(AttemptQuestion.attempt_id)))


def _pairs(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    return {row[0]: row[1] for row in rows}
