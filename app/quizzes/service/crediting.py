"""Giving time back after an incident: to one attempt, or to all that were cut off in an interval. Audited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.courses import queries as courses
from app.courses.rules.extensions import check_reason
from app.courses.service import check_open, lock_course
from app.quizzes import queries
from app.quizzes.models import Attempt, AttemptCredit, Incident
from app.quizzes.queries.answer_readers import answer_readers
from app.quizzes.queries.signs import gaps_in, given_back
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import Span, lost_in, whole_seconds
from app.quizzes.service.deadlines import due_instants
from app.quizzes.service.reopening import movable, move
from app.quizzes.service.starting import turn_of
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Problem, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import Text, text

MOST_SECONDS = 24 * 3600
A_MOMENT = timedelta(seconds=10)
REASON = "Time given back: the attempt is open again."
_ATTEMPT: Any = Attempt.__table__


@dataclass(frozen=True, slots=True)
class Credited:
    """What an incident gave: seconds, by attempt. What nothing ends, or is over even so, got none."""

    incident_id: int
    seconds: Mapping[int, int]


def credit_attempt(
    attempt_id: int, seconds: int, reason: str, *, lost: Span | None = None, actor: Actor, now: datetime
) -> Credited:
    """Give seconds (1 to a day) back to one attempt; where it closed by itself and has time again, it opens again.

    `lost` is the interval in which they were lost, if it is known: no other incident gives them back once more.
    Raises `NotFound`, `NotAllowed`, `Unreadable`, `RuleBroken` (course_closed).
    """
    attempt = queries.get_attempt(attempt_id)
    actor.require(Permission.GRANT_EXTENSION, attempt.course_id)
    if not 1 <= seconds <= MOST_SECONDS:
        raise _unreadable(text("From 1 second to %(hours)s hours, please.", hours=MOST_SECONDS // 3600), "seconds")
    quiz, given = queries.get_quiz_by_id(attempt.quiz_id), check_reason(reason)
    _take(quiz)
    before = _clicked_twice(attempt_id, seconds, given, lost, actor=actor, now=now)
    if before is not None:
        return Credited(before, {attempt_id: seconds})
    found = movable(Attempt.id == attempt_id)
    return _grant(quiz, {one.id: (one, seconds) for one in found}, lost, given, actor=actor, now=now)


def credit_cut_off(
    quiz_id: int, began_at: datetime, ended_at: datetime, reason: str, *, actor: Actor, now: datetime
) -> Credited:
    """Give everybody who was cut off between two instants the time back that they lost in it, in full seconds.

    What another incident gave back already is not given again, so a second click gives nothing.
    Raises `NotFound`, `NotAllowed`, `Unreadable`, `RuleBroken` (course_closed).
    """
    quiz = queries.get_quiz_by_id(quiz_id)
    actor.require(Permission.GRANT_EXTENSION, quiz.course_id)
    if not began_at < ended_at <= now:
        raise _unreadable(text("The interval must have a beginning before its end, and lie in the past."), "ended_at")
    given = check_reason(reason)
    _take(quiz)
    lost = {
        attempt.id: (attempt, seconds)
        for attempt, seconds in cut_off(movable(Attempt.quiz_id == quiz_id), began_at, ended_at, now)
    }
    return _grant(quiz, lost, (began_at, ended_at), given, actor=actor, now=now)


def cut_off(
    attempts: Collection[AttemptValue], began_at: datetime, ended_at: datetime, now: datetime
) -> list[tuple[AttemptValue, int]]:
    """Return those of the attempts that were not heard of in an interval, and for how many seconds of it.

    Seconds that incidents gave back already are left out.
    """
    gaps, given = gaps_in(attempts, now), given_back(attempts)
    lost = []
    for one in attempts:
        spans = [(gap.lost_at, gap.back_at or now) for gap in gaps.get(one.id, ())]
        seconds = whole_seconds(lost_in((began_at, ended_at), spans, given.get(one.id, ())))
        if seconds:
            lost.append((one, seconds))
    return lost


def _clicked_twice(
    attempt_id: int, seconds: int, reason: str, lost: Span | None, *, actor: Actor, now: datetime
) -> int | None:
    """Return the incident by which the same person gave exactly this a moment ago; None when there is none."""
    statement = (
        select(Incident.id)
        .join(AttemptCredit, AttemptCredit.incident_id == Incident.id)
        .where(AttemptCredit.attempt_id == attempt_id, AttemptCredit.seconds == seconds, Incident.reason == reason)
        .where(Incident.granted_by == actor.person_id, Incident.granted_at > now - A_MOMENT)
        .where(Incident.began_at.is_(None) if lost is None else Incident.began_at == lost[0])
    )
    return session.scalar(statement)


def _take(quiz: QuizValue) -> None:
    """Wait for whoever moves deadlines of the course, or closes it."""
    check_open(lock_course(quiz.course_id, shared=True))
    take_turn(turn_of(quiz.course_id))


def _grant(
    quiz: QuizValue,
    lost: Mapping[int, tuple[AttemptValue, int]],
    interval: tuple[datetime, datetime] | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Credited:
    attempts = [one for one, _seconds in lost.values()]
    readers = answer_readers(courses.get_course_by_id(quiz.course_id), now).get(quiz.piece_id or 0, 0)
    due = {
        attempt_id: instant + timedelta(seconds=lost[attempt_id][1]) if instant else None
        for attempt_id, instant in due_instants(quiz, attempts).items()
    }
    moved = move(quiz, due, attempts, now=now, reason=REASON, incident=reason)
    given = {attempt_id: lost[attempt_id][1] for attempt_id in moved}
    began_at, ended_at = interval or (None, None)
    row = Incident(
        course_id=quiz.course_id,
        quiz_id=quiz.id,
        began_at=began_at,
        ended_at=ended_at,
        reason=reason,
        granted_at=now,
        granted_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    _note(row.id, given)
    facts: dict[str, Any] = {
        "quiz": quiz.key,
        "seconds": {str(one): seconds for one, seconds in given.items()},
        "answers_readable_by": readers,
    }
    if began_at and ended_at:
        facts |= {"began_at": began_at.isoformat(), "ended_at": ended_at.isoformat()}
    audit.record(
        "credit_time",
        f"quiz:{quiz.id}",
        actor=actor,
        now=now,
        course_id=quiz.course_id,
        after=facts,
        personal={"reason": reason},
    )
    return Credited(row.id, given)


def _note(incident_id: int, given: Mapping[int, int]) -> None:
    for attempt_id, seconds in given.items():
        session.add(AttemptCredit(incident_id=incident_id, attempt_id=attempt_id, seconds=seconds))
        more = {"credit_seconds": _ATTEMPT.c.credit_seconds + seconds}
        session.execute(update(_ATTEMPT).where(_ATTEMPT.c.id == attempt_id).values(more))
    session.flush()


def _unreadable(reason: Text, where: str) -> Unreadable:
    return Unreadable(reason, problems=[Problem(reason, where)])
