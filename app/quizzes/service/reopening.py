"""Moving the deadlines of attempts: never forward, and what closed by itself opens again when its time is not over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from app.courses.service import lock_course
from app.quizzes import queries
from app.quizzes.models import Attempt
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.timing import instants
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service.keeping import hand_over
from app.quizzes.service.time_mails import tell_of_time
from app.shared import audit
from app.shared.database import session
from app.shared.permissions import SYSTEM

_ATTEMPT: Any = Attempt.__table__
_REOPENED = {"state": AttemptState.OPEN.value, "ended_at": None, "score": None, "release_at": None}


def movable(*wanted: Any) -> list[AttemptValue]:  # noqa: ANN401 - conditions on attempts
    """Return, locked, the attempts whose deadline may move: those that are open, and those that closed by themselves.

    Of the latter only the participant's last at the quiz.
    """
    later = aliased(Attempt)
    is_last = ~exists().where(
        later.quiz_id == Attempt.quiz_id, later.enrolment_id == Attempt.enrolment_id, later.number > Attempt.number
    )
    may_move = (Attempt.state == AttemptState.OPEN) | ((Attempt.state == AttemptState.EXPIRED) & is_last)
    ids = session.scalars(select(Attempt.id).where(may_move, *wanted).order_by(Attempt.id).with_for_update()).all()
    return [one for one in queries.attempts_where(Attempt.id.in_(ids)) if one.state is not AttemptState.SUBMITTED]


def move(
    quiz: QuizValue,
    due: Mapping[int, datetime | None],
    attempts: Collection[AttemptValue],
    *,
    now: datetime,
    reason: str,
    incident: str = "",
) -> list[int]:
    """Give each of these attempts at a quiz its new deadline, by id and never earlier; return which moved.

    An expired attempt whose new deadline lies ahead of `now` opens again: its score goes, its answers stay. One whose
    new deadline is over as well stays as it is. Owners are told by mail: of what opens again, and of everything that
    moved when this gives time back after an `incident` (why).
    """
    moved, reopened = [], set()
    for one in attempts:
        due_at = due[one.id]
        if due_at == one.due_at or (not one.is_open and due_at is not None and due_at <= now):
            continue
        ends = instants(due_at, grace=queries.grace_of(quiz), allowance=queries.allowance())
        values: dict[str, Any] = {"due_at": ends.due_at, "accept_until": ends.accept_until, "close_at": ends.close_at}
        if not one.is_open:
            reopened.add(one.enrolment_id)
            values |= _REOPENED
        session.execute(update(_ATTEMPT).where(_ATTEMPT.c.id == one.id).values(values))
        moved.append(one.id)
    if reopened:
        _hand_over(quiz, reopened, now, reason)
    ids = set(moved)
    told = [one for one in attempts if one.id in ids and (incident or not one.is_open)]
    tell_of_time(quiz, told, due, reason=incident, now=now)
    return moved


def open_again(attempt: AttemptValue, now: datetime) -> None:
    """Open an attempt that closed by itself before its time is over: the server's clock was ahead, and is right again.

    Its deadline stays, its score goes, its answers stay. In a closed course nothing opens.
    """
    course = lock_course(attempt.course_id, shared=True)
    present = [one for one in movable(Attempt.id == attempt.id) if one.closed_early(now)]
    if course.is_closed or not present:
        return
    session.execute(update(_ATTEMPT).where(_ATTEMPT.c.id == attempt.id).values(_REOPENED))
    reason = "the server's clock was ahead when it closed"
    audit.record(
        *("reopen_attempt", f"attempt:{attempt.id}"),
        actor=SYSTEM,
        now=now,
        course_id=course.id,
        before={"state": attempt.state.value},
        after={"state": AttemptState.OPEN.value, "because": reason},
        person_id=attempt.person_id,
    )
    _hand_over(queries.get_quiz_by_id(attempt.quiz_id), {attempt.enrolment_id}, now, reason)


def _hand_over(quiz: QuizValue, enrolment_ids: Collection[int], now: datetime, reason: str) -> None:
    """Let the earlier attempts of these participants count, if there are any."""
    ended = queries.attempts_where(
        Attempt.quiz_id == quiz.id, Attempt.enrolment_id.in_(enrolment_ids), Attempt.state != AttemptState.OPEN
    )
    held = {one.enrolment_id for one in ended if one.release_at is not None}
    for released, some in ((True, set(enrolment_ids) - held), (False, set(enrolment_ids) & held)):
        if some:
            hand_over(quiz, some, released=released, now=now, reason=reason)
