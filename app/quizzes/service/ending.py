"""Ending an attempt: one conditional update decides who ends it; that one scores it and hands the score over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from app.courses import queries as courses
from app.courses.service import lock_course
from app.quizzes import queries
from app.quizzes.models import AnswerSave, Attempt, AttemptGap, ScoreRevision
from app.quizzes.queries import MarkedAttempt
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.release import counts_from
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import SILENCE
from app.quizzes.rules.vocabulary import AttemptState, Release
from app.quizzes.service import refusals
from app.quizzes.service.keeping import hand_over
from app.shared.database import rows_of, session, write_rows
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor, Permission

_ATTEMPT: Any = Attempt.__table__
_NOW = bindparam("now", type_=_ATTEMPT.c.ended_at.type)
_SUBMIT: Any = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"), _ATTEMPT.c.state == AttemptState.OPEN.value)
    .where(or_(_ATTEMPT.c.accept_until.is_(None), _ATTEMPT.c.accept_until >= _NOW))
    .values(state=AttemptState.SUBMITTED.value, ended_at=_NOW, score=Fraction(0))
    .returning(_ATTEMPT)
)
_LAST = (
    select(ScoreRevision.attempt_id, func.max(ScoreRevision.number))
    .where(ScoreRevision.attempt_id.in_(bindparam("attempt_ids", expanding=True)))
    .group_by(ScoreRevision.attempt_id)
)
_WORTH = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("attempt"))
    .values(score=bindparam("earned"), out_of=bindparam("of"))
)
_REVISION = insert(ScoreRevision.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause
"""Statements made once: every submission passes here."""


def submit_attempt(attempt_id: int, *, actor: Actor, now: datetime) -> AttemptValue:
    """End the owner's attempt, submitted at `now`, when that is not after deadline and grace; again: the same answer.

    Raises `NotFound`, `NotAllowed`, `AttemptClosed`.
    """
    attempt = queries.get_attempt(attempt_id)
    actor.require(Permission.TAKE_QUIZ, attempt.course_id)
    if actor.themselves() != attempt.person_id:
        raise NotAllowed
    if attempt.state is AttemptState.SUBMITTED:
        return attempt
    lock_course(attempt.course_id, shared=True)
    ended = rows_of(_SUBMIT, attempt_id=attempt_id, now=now)
    if closed := [queries.attempt_value(row._mapping) for row in ended]:  # noqa: SLF001 - SQLAlchemy's public name
        finish(closed, now)
    present = queries.get_attempt(attempt_id)
    if present.state is not AttemptState.SUBMITTED:
        raise refusals.closed(present)
    return present


def expire(attempt_ids: Sequence[int], now: datetime) -> int:
    """Close those of these attempts of one course that are due, at their deadline's instant; return how many.

    The caller holds the course's lock. Two sweeps that meet close each attempt once: the second finds it closed.
    """
    c = _ATTEMPT.c
    due = (c.id.in_(attempt_ids), c.state == AttemptState.OPEN.value, c.close_at < now)
    locked = session.scalars(select(c.id).where(*due).order_by(c.id).with_for_update()).all()
    if not locked:
        return 0
    session.execute(
        update(_ATTEMPT)
        .where(c.id.in_(locked), *due)
        .values(state=AttemptState.EXPIRED.value, ended_at=c.due_at, score=Fraction(0))
    )
    closed = queries.attempts_where(Attempt.id.in_(locked))
    _note_silence(closed)
    finish(closed, now)
    return len(closed)


def finish(attempts: Sequence[AttemptValue], now: datetime) -> None:
    """Score attempts that ended just now, and hand over what counts of their quizzes."""
    by_quiz: defaultdict[int, list[MarkedAttempt]] = defaultdict(list)
    for one in queries.marked(attempts):
        by_quiz[one.attempt.quiz_id].append(one)
    for quiz_id, marked in by_quiz.items():
        store_scores(marked, now)
        quiz = queries.get_quiz_by_id(quiz_id)
        _release(quiz, [one.attempt for one in marked], now)


def store_scores(marked: Sequence[MarkedAttempt], now: datetime, rescoring_id: int | None = None) -> None:
    """Store what attempts are worth as their next score revision."""
    ids = [one.attempt.id for one in marked]
    numbers = {row[0]: row[1] for row in rows_of(_LAST, attempt_ids=ids)}
    write_rows(
        _WORTH, [{"attempt": one.attempt.id, "earned": one.marked.score, "of": one.marked.out_of} for one in marked]
    )
    revisions = [
        {
            "attempt_id": one.attempt.id,
            "number": numbers.get(one.attempt.id, 0) + 1,
            "score": one.marked.score,
            "out_of": one.marked.out_of,
            "rescoring_id": rescoring_id,
            "scored_at": now,
        }
        for one in marked
    ]
    write_rows(_REVISION, revisions)


def _release(quiz: QuizValue, attempts: Sequence[AttemptValue], now: datetime) -> None:
    """Hand over the scores of attempts that ended; those that are held back get the instant from which they count."""
    waiting = held_until(quiz, attempts, now)
    for released in (True, False):
        some = {one.enrolment_id for one in attempts if (waiting[one.id] is None) is released}
        if some:
            hand_over(quiz, some, released=released, now=now, ended=True)
    held = [{"attempt": one, "from_then": instant} for one, instant in waiting.items() if instant is not None]
    if held:
        row = _ATTEMPT.c.id == bindparam("attempt")
        session.execute(update(_ATTEMPT).where(row).values(release_at=bindparam("from_then")), held)


def held_until(quiz: QuizValue, attempts: Sequence[AttemptValue], now: datetime) -> dict[int, datetime | None]:
    """Return from when the score of each attempt counts in the course; None: now."""
    rule = quiz.settings.release_score
    if rule is Release.AFTER_SUBMISSION:
        return dict.fromkeys([one.id for one in attempts])
    course = courses.get_course_by_id(quiz.course_id)
    wanted = {one.enrolment_id for one in attempts}
    enrolments = [one for one in courses.roster(course.id) if one.id in wanted]
    own = queries.deadlines_of(quiz, course, enrolments)
    found: dict[int, datetime | None] = {}
    for one in attempts:
        mine = own.get(one.enrolment_id)
        closing = queries.closing_for(quiz, course, mine) if mine else now
        found[one.id] = counts_from(rule, closing=closing, now=now)
    return found


def _note_silence(attempts: Sequence[AttemptValue]) -> None:
    """Note the gaps of those whose page was not heard of before the deadline; they count as heard of until then."""
    ids = [one.id for one in attempts]
    newest = select(AnswerSave.attempt_id, func.max(AnswerSave.saved_at)).where(AnswerSave.attempt_id.in_(ids))
    saved = {row[0]: row[1] for row in session.execute(newest.group_by(AnswerSave.attempt_id))}
    gaps = []
    for one in attempts:
        lost_at = max(one.seen_at, saved.get(one.id, one.seen_at))
        if one.due_at is not None and one.due_at - lost_at > SILENCE:
            gaps.append({"attempt_id": one.id, "lost_at": lost_at, "back_at": one.due_at})
    if gaps:
        session.execute(insert(AttemptGap.__table__), gaps)  # type: ignore[arg-type]  # a Table, typed as FromClause
        lost = [gap["attempt_id"] for gap in gaps]
        session.execute(update(_ATTEMPT).where(_ATTEMPT.c.id.in_(lost)).values(seen_at=_ATTEMPT.c.due_at))
