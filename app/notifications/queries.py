"""Reads of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.notifications.models import OutboxMessage
from app.notifications.rules import MailState
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands: mails by state, and since when the oldest one waits."""

    queued: int
    failed: int
    oldest_queued: datetime | None
    last_error: str | None


def outbox_state() -> OutboxState:
    """Return how many mails wait or were given up, the oldest wait, and what the newest failure said."""
    by_state = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    counts = {state: number for state, number in session.execute(by_state)}  # noqa: C416 - dict() cannot read rows
    queued = OutboxMessage.state == MailState.QUEUED
    oldest = session.scalar(select(OutboxMessage.created_at).where(queued).order_by(OutboxMessage.created_at).limit(1))
    error = session.scalar(
        select(OutboxMessage.last_error)
        .where(OutboxMessage.last_error.is_not(None), OutboxMessage.state != MailState.SENT)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return OutboxState(counts.get(MailState.QUEUED, 0), counts.get(MailState.FAILED, 0), oldest, error)
