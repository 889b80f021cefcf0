"""When a mail is tried again, when it is given up, and what it is called. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MOST_ATTEMPTS = 20
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=15)
"""How long one sweep has a mail for itself. A sweep that died leaves it to the next one after this."""


class MailState(StrEnum):
    """A mail waits, was taken by the mail server, was given up, or would have come too late to say anything true."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to queue. `dedupe_key` names the event: a second mail of the same event is not queued.

    `expires_at`: from when on it would come too late, and is not sent any more; None: never.
    """

    dedupe_key: str
    address: str
    language: str
    zone: str
    template: str
    params: Mapping[str, Any]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """A mail that one sweep has for itself until its lease ends."""

    id: int
    address: str
    language: str
    zone: str
    template: str
    params: Mapping[str, Any]
    message_id: str
    attempts: int
    created_at: datetime


def message_id(dedupe_key: str, domain: str) -> str:
    """Return the Message-ID of an event's mail: always the same, so that a mail sent twice is shown once."""
    return f"<{hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]}@{domain}>"


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after `attempts` failures: 1, 2, 4 minutes ... 6 hours; None after about three days."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** (attempts - 1)
    return now + min(wait, LONGEST_WAIT)
