"""Signs of life of attempts: when each was last heard of, and when it was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.quizzes.models import AnswerSave, AttemptCredit, AttemptGap, Incident
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.timing import SILENCE, Span
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which an attempt's page was not heard of. `back_at` None: it still is not."""

    attempt_id: int
    lost_at: datetime
    back_at: datetime | None


def heard_of(attempts: Iterable[AttemptValue]) -> dict[int, datetime]:
    """Return when each attempt was last heard of: by a heartbeat or by a save; one statement."""
    seen = {one.id: one.seen_at for one in attempts}
    newest = select(AnswerSave.attempt_id, func.max(AnswerSave.saved_at)).where(AnswerSave.attempt_id.in_(seen))
    for attempt_id, saved_at in session.execute(newest.group_by(AnswerSave.attempt_id)):
        seen[attempt_id] = max(seen[attempt_id], saved_at)
    return seen


def gaps_in(attempts: Collection[AttemptValue], now: datetime) -> dict[int, tuple[Gap, ...]]:
    """Return the gaps of these attempts, by attempt: those noted, and the one that an open attempt is in now."""
    found: defaultdict[int, list[Gap]] = defaultdict(list)
    ids = [one.id for one in attempts]
    noted = select(AttemptGap.attempt_id, AttemptGap.lost_at, AttemptGap.back_at).where(AttemptGap.attempt_id.in_(ids))
    for attempt_id, lost_at, back_at in session.execute(noted.order_by(AttemptGap.lost_at, AttemptGap.id)):
        found[attempt_id].append(Gap(attempt_id, lost_at, back_at))
    heard = heard_of(one for one in attempts if one.is_open)
    for attempt_id, last in heard.items():
        if now - last > SILENCE:
            found[attempt_id].append(Gap(attempt_id, last, None))
    return {attempt_id: tuple(gaps) for attempt_id, gaps in found.items()}


def given_back(attempts: Iterable[AttemptValue]) -> dict[int, tuple[Span, ...]]:
    """Return the intervals for which incidents gave time back, by attempt."""
    statement = (
        select(AttemptCredit.attempt_id, Incident.began_at, Incident.ended_at)
        .join(Incident, Incident.id == AttemptCredit.incident_id)
        .where(AttemptCredit.attempt_id.in_([one.id for one in attempts]), Incident.began_at.is_not(None))
        .order_by(Incident.id)
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for attempt_id, began_at, ended_at in session.execute(statement):
        if began_at is not None and ended_at is not None:
            found[attempt_id].append((began_at, ended_at))
    return {attempt_id: tuple(spans) for attempt_id, spans in found.items()}
