"""Brings attempts up to the present: closes what is due, and lets scores count from when they may.

The sweep does it every half minute, and so does whoever reads what depends on it: a dead scheduler falsifies nothing.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select, union_all, update
from sqlalchemy import text as sql

from app.courses.service import lock_course
from app.quizzes import queries
from app.quizzes.models import Attempt
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service.ending import expire, held_until
from app.quizzes.service.keeping import hand_over
from app.quizzes.service.reopening import open_again
from app.shared.database import rows_of, session, writing_first

AT_ONCE = 50
"""Attempts closed in one transaction, so that a save never waits long for a sweep."""

_ATTEMPT: Any = Attempt.__table__
_IS_OPEN, _IS_HELD = sql("attempts.state = 'open'"), sql("attempts.release_at IS NOT NULL")
"""In the words of the indexes on these rows, or no database would know that it may use them."""


def settle(
    now: datetime, *, course_id: int | None = None, enrolment_id: int | None = None, attempt_id: int | None = None
) -> int:
    """Close what is due and release what may count, up to `AT_ONCE`; return how many. Nothing due: one statement.

    Of one course, participant or attempt, or of all. Any number of nodes may do so at once.
    """
    found = _due(now, course_id=course_id, enrolment_id=enrolment_id, attempt_id=attempt_id)
    done = 0
    for course in sorted({row.course_id for row in found}):
        lock_course(course, shared=True)
        here = [row for row in found if row.course_id == course]
        done += expire([row.id for row in here if row.state == AttemptState.OPEN], now)
        done += _release([row.id for row in here if row.state != AttemptState.OPEN], now)
    return done


def settle_first(now: datetime, *, course_id: int | None = None, attempt_id: int | None = None) -> None:
    """Settle everything that is due before a request goes on to read; for the edge (see `writing_first`)."""
    if attempt_id is not None:
        attempt = queries.find_attempt(attempt_id)
        if attempt is None or not needs_settling(attempt, now):
            return
        if attempt.closed_early(now):
            with writing_first():
                open_again(attempt, now)
            return
    while _due(now, course_id=course_id, attempt_id=attempt_id):
        with writing_first():
            if not settle(now, course_id=course_id, attempt_id=attempt_id):
                return


def needs_settling(attempt: AttemptValue, now: datetime) -> bool:
    """Tell whether an attempt is to be closed or opened again, or its score let count, before it is read at `now`."""
    return (
        attempt.due(now) or attempt.closed_early(now) or (attempt.release_at is not None and attempt.release_at <= now)
    )


def _due(
    now: datetime, *, course_id: int | None = None, enrolment_id: int | None = None, attempt_id: int | None = None
) -> list[Any]:
    wanted = {"course_id": course_id, "enrolment_id": enrolment_id, "id": attempt_id}
    given = {name: value for name, value in wanted.items() if value is not None}
    return list(rows_of(_statement(*given), now=now, **given))


@cache
def _statement(*names: str) -> Select[*tuple[Any, ...]]:
    """Return what finds everything due among the attempts with these columns, made once: every page asks."""
    c = _ATTEMPT.c
    any_course = c.course_id + 0  # a sum, so that SQLite does not go through all attempts of the course instead
    here = [(any_course if name == "course_id" else c[name]) == bindparam(name, type_=Integer) for name in names]
    now = bindparam("now", type_=c.close_at.type)
    closing = select(c.id, c.course_id, c.state).where(_IS_OPEN, c.close_at < now, *here).limit(AT_ONCE)
    releasing = select(c.id, c.course_id, c.state).where(_IS_HELD, c.release_at <= now, *here).limit(AT_ONCE)
    return select(union_all(select(closing.subquery()), select(releasing.subquery())).subquery())


def _release(attempt_ids: list[int], now: datetime) -> int:
    """Let scores count whose time came, and wait on where the closing moved meanwhile; return how many they were."""
    if not attempt_ids:
        return 0
    c = _ATTEMPT.c
    due = (c.id.in_(attempt_ids), c.release_at <= now)
    locked = session.scalars(select(c.id).where(*due).order_by(c.id).with_for_update()).all()
    by_quiz: dict[int, list[AttemptValue]] = {}
    for one in queries.attempts_where(Attempt.id.in_(locked)):
        by_quiz.setdefault(one.quiz_id, []).append(one)
    for quiz_id, attempts in by_quiz.items():
        quiz = queries.get_quiz_by_id(quiz_id)
        waiting = held_until(quiz, attempts, now)
        for one in attempts:
            session.execute(update(_ATTEMPT).where(c.id == one.id).values(release_at=waiting[one.id]))
        counting = {one.enrolment_id for one in attempts if waiting[one.id] is None}
        if counting:
            hand_over(quiz, counting, released=True, now=now)
    return len(locked)
