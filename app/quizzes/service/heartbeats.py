"""The heartbeat of an attempt's page: it tells the server that it is there, and is told what changed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, update

from app.quizzes import queries
from app.quizzes.models import Attempt, AttemptGap
from app.quizzes.rules.attempts import Answers, AttemptValue
from app.quizzes.rules.timing import SILENCE
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.database import session, write_together
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor, Permission

FRESH = timedelta(seconds=10)
"""A sign of life younger than this is good enough: most heartbeats of somebody who answers write nothing."""

_ATTEMPT: Any = Attempt.__table__
_SEEN = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("attempt"), _ATTEMPT.c.state == AttemptState.OPEN.value)
    .where(_ATTEMPT.c.seen_at == bindparam("before", type_=_ATTEMPT.c.seen_at.type))
    .values(seen_at=bindparam("heard", type_=_ATTEMPT.c.seen_at.type))
)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How an attempt stands when its page asks: the row, its newest answers, when it was last heard of before."""

    attempt: AttemptValue
    answers: Answers
    heard_at: datetime

    def was_silent(self, now: datetime) -> bool:
        """Tell whether the page was not heard of for so long that the gap is to be noted."""
        return now - self.heard_at > SILENCE


def take_pulse(attempt_id: int, *, actor: Actor) -> Pulse:
    """Return how the owner's attempt stands; two statements. Raises `NotFound`, `NotAllowed`."""
    attempt = queries.get_attempt(attempt_id)
    actor.require(Permission.TAKE_QUIZ, attempt.course_id)
    if actor.themselves() != attempt.person_id:
        raise NotAllowed
    answers = queries.answers_in([attempt_id])[attempt_id]
    return Pulse(attempt, answers, max([attempt.seen_at, *(answer.saved_at for answer in answers.values())]))


def note_heartbeat(pulse: Pulse, *, now: datetime) -> None:
    """Note that the page was heard of at `now`, and the gap before, where there was one; of two pages one notes it.

    An attempt that ended is left alone. A gap is noted in the caller's transaction, which then has to be one that
    writes.
    """
    attempt = pulse.attempt
    if not attempt.takes(now) or now - pulse.heard_at < FRESH:
        return
    noted = write_together(_SEEN, {"attempt": attempt.id, "before": attempt.seen_at, "heard": now})
    if noted and pulse.was_silent(now):
        gap = {"attempt_id": attempt.id, "lost_at": pulse.heard_at, "back_at": now}
        session.execute(insert(AttemptGap.__table__), [gap])  # type: ignore[arg-type]  # a Table, typed as FromClause
