"""Scoring attempts anew after a decision on a question: a revision beside the former score; answers stay untouched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.courses.service import check_open, lock_course
from app.quizzes import queries
from app.quizzes.models import Attempt
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service.ending import held_until, store_scores
from app.quizzes.service.keeping import hand_over
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Rescored:
    """An attempt whose score changed: from what to what, and out of what."""

    attempt_id: int
    enrolment_id: int
    before: Fraction
    before_out_of: Fraction
    after: Fraction
    after_out_of: Fraction


def rescore_attempts(
    quiz_id: int, *, now: datetime, reason: str, rescoring_id: int | None = None
) -> tuple[Rescored, ...]:
    """Score every ended attempt at a quiz under the decisions that hold now; return those whose score changed.

    The caller has checked permission and stored the decision, `rescoring_id`. Raises `RuleBroken` (course_closed).
    """
    quiz = queries.get_quiz_by_id(quiz_id)
    check_open(lock_course(quiz.course_id, shared=True))
    ended = (Attempt.quiz_id == quiz_id, Attempt.state != AttemptState.OPEN)
    session.execute(select(Attempt.id).where(*ended).order_by(Attempt.id).with_for_update())
    changed = [
        one
        for one in queries.marked_at(quiz_id)
        if (one.attempt.score, one.attempt.out_of) != (one.marked.score, one.marked.out_of)
    ]
    if not changed:
        return ()
    store_scores(changed, now, rescoring_id)
    attempts = [one.attempt for one in changed]
    waiting = held_until(quiz, attempts, now)
    for released in (True, False):
        some = {one.enrolment_id for one in attempts if (waiting[one.id] is None) is released}
        if some:
            hand_over(quiz, some, released=released, now=now, reason=reason)
    return tuple(
        Rescored(
            attempt_id=one.attempt.id,
            enrolment_id=one.attempt.enrolment_id,
            before=one.attempt.score or Fraction(0),
            before_out_of=one.attempt.out_of,
            after=one.marked.score,
            after_out_of=one.marked.out_of,
        )
        for one in changed
    )
