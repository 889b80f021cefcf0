"""The outbox: a mail is a row of the transaction that gives rise to it, and leaves after the commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.notifications.rules import MailState
from app.shared.database import Base


class OutboxMessage(Base):
    """One mail to one person. `params` may hold a secret link: they are emptied once it waits no more."""

    __tablename__ = "outbox_messages"
    __table_args__ = (Index("ix_outbox_messages_due", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    zone: Mapped[str] = mapped_column(String(64))
    template: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=MailState.QUEUED.value)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(200))
    last_error: Mapped[str | None] = mapped_column(String(200))
