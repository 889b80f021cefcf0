"""Timed work that belongs to no feature above: sending mail, sealing the audit trail, forgetting old answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from app.config import Settings
from app.notifications import service
from app.notifications.documents import render
from app.notifications.rules import ClaimedMail
from app.shared import audit
from app.shared.database import session
from app.shared.http import idempotency
from app.shared.logs import log
from app.shared.scheduler import Job

SEALED_AT_ONCE = 5000


def deliver(now: datetime) -> int:
    """Send the mails that are due; return how many left. The claim is committed before the first one is sent."""
    settings: Settings = current_app.extensions["settings"]
    domain = service.sender_domain(settings.mail_from)
    claimed = service.claim(now, limit=settings.outbox_batch, domain=domain)
    session.commit()
    return _send(claimed, settings, now) if claimed else 0


def _send(claimed: Sequence[ClaimedMail], settings: Settings, now: datetime) -> int:
    sent = 0
    waiting = list(claimed)
    try:
        with service.transport(settings.mail_url) as way:
            while waiting:
                sent += _send_one(waiting[0], way, settings, now)
                waiting.pop(0)
    except service.Unreachable as error:
        log(__name__).warning("mail cannot leave", reason=str(error), waiting=len(waiting))
        for mail in waiting:
            _failed(mail, str(error), now)
    return sent


def _send_one(mail: ClaimedMail, way: service.Transport, settings: Settings, now: datetime) -> bool:
    """Send one mail and settle it in a transaction of its own, so that a later failure leaves it settled."""
    try:
        content = render(mail.template, mail.params, language=mail.language, zone=mail.zone)
        way.send(mail, content, settings.mail_from)
    except service.Unreachable:
        raise
    except Exception as error:  # noqa: BLE001 - one mail that cannot be made must not keep the others
        _failed(mail, str(error) if isinstance(error, service.Refused) else type(error).__name__, now)
        return False
    service.settle_sent(mail, now=now)
    session.commit()
    return True


def _failed(mail: ClaimedMail, reason: str, now: datetime) -> None:
    given_up = service.settle_failed(mail, reason, now=now)
    session.commit()
    log(__name__).warning("mail not sent", mail=mail.id, attempts=mail.attempts, reason=reason, given_up=given_up)


def seal_audit(_now: datetime) -> int:
    """Seal what the audit trail gained; return how many entries."""
    return audit.seal(SEALED_AT_ONCE)


jobs = (
    Job("send-mail", 10, deliver),
    Job("seal-audit", 60, seal_audit),
    Job("forget-answers", 3600, idempotency.forget_old),
)
