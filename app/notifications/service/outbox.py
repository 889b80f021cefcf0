"""Verbs on the outbox: queue, claim for sending, settle.

A mail leaves at least once: it is queued in the transaction of its event, claimed and sent after the commit, and
settled after the mail server took it. Whoever dies in between leaves it to the next sweep, under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Update, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.notifications.models import OutboxMessage
from app.notifications.rules import LEASE, ClaimedMail, MailState, NewMail, message_id, next_attempt
from app.shared.database import session

LONGEST_REASON = 200


def enqueue(mail: NewMail, *, now: datetime) -> bool:
    """Queue one mail in the caller's transaction; tell whether it is the first of its event."""
    return enqueue_many([mail], now=now) == 1


def enqueue_many(mails: Sequence[NewMail], *, now: datetime) -> int:
    """Queue mails in the caller's transaction, in one statement; return how many are new."""
    if not mails:
        return 0
    rows = [
        {
            "dedupe_key": mail.dedupe_key,
            "address": mail.address,
            "language": mail.language,
            "zone": mail.zone,
            "template": mail.template,
            "params": dict(mail.params),
            "state": MailState.QUEUED.value,
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
            "expires_at": mail.expires_at,
        }
        for mail in mails
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(OutboxMessage).on_conflict_do_nothing(index_elements=["dedupe_key"])
    return len(session.execute(statement.returning(OutboxMessage.id), rows).all())


def claim(now: datetime, *, limit: int, domain: str) -> list[ClaimedMail]:
    """Take up to `limit` due mails for this sweep alone, and none that comes too late. The caller commits first."""
    _drop_expired(now)
    due = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == MailState.QUEUED, OutboxMessage.next_attempt_at <= now)
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for mail in due:
        mail.attempts += 1
        mail.next_attempt_at = now + LEASE
        mail.message_id = mail.message_id or message_id(mail.dedupe_key, domain)
    session.flush()
    return [
        ClaimedMail(
            id=mail.id,
            address=mail.address,
            language=mail.language,
            zone=mail.zone,
            template=mail.template,
            params=mail.params,
            message_id=mail.message_id or "",
            attempts=mail.attempts,
            created_at=mail.created_at,
        )
        for mail in due
    ]


def settle_sent(mail: ClaimedMail, *, now: datetime) -> None:
    """Note that the mail server took a mail, and forget its values."""
    session.execute(_queued(mail).values(state=MailState.SENT.value, sent_at=now, params={}, last_error=None))


def settle_failed(mail: ClaimedMail, reason: str, *, now: datetime) -> bool:
    """Note that sending failed. Tell whether the mail was given up (its values are forgotten then)."""
    again = next_attempt(mail.attempts, now)
    mine = _queued(mail).where(OutboxMessage.attempts == mail.attempts)
    if again is None:
        session.execute(mine.values(state=MailState.FAILED.value, params={}, last_error=reason[:LONGEST_REASON]))
        return True
    session.execute(mine.values(next_attempt_at=again, last_error=reason[:LONGEST_REASON]))
    return False


def _drop_expired(now: datetime) -> None:
    expired = (OutboxMessage.state == MailState.QUEUED) & (OutboxMessage.expires_at <= now)
    session.execute(update(OutboxMessage).where(expired).values(state=MailState.EXPIRED.value, params={}))


def _queued(mail: ClaimedMail) -> Update:
    return update(OutboxMessage).where(OutboxMessage.id == mail.id, OutboxMessage.state == MailState.QUEUED)
