"""What tests of mail share."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.notifications import service
from app.notifications.models import OutboxMessage
from app.notifications.rules import NewMail
from app.shared import scheduler
from app.shared.database import session
from tests.conftest import NOW


def letter(number: int = 1, **changed: object) -> NewMail:
    """Return a mail about a new password."""
    params = {"name": "Amina Banda", "link": f"http://test/set-password/secret-{number}", "until": NOW.isoformat()}
    mail = NewMail(f"reset:{number}", f"p{number}@ecampus.test", "en", "Africa/Lusaka", "reset", params)
    return replace(mail, **changed)  # type: ignore[arg-type]


def queue(*mails: NewMail, now: datetime = NOW) -> int:
    """Queue mails and commit."""
    queued = service.enqueue_many(mails, now=now)
    session.commit()
    return queued


def outbox() -> list[OutboxMessage]:
    """Return every mail, oldest first."""
    session.expire_all()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.fixture
def sweep(app: Flask) -> Callable[[datetime], int | None]:
    """Runs the job that sends mail."""

    def run(now: datetime = NOW) -> int | None:
        session.commit()
        return scheduler.attempt(app, "send-mail", now)

    return run


@pytest.fixture
def mail_url(app: Flask) -> Iterator[Callable[[str], None]]:
    """Sets MAIL_URL."""
    before: Settings = app.extensions["settings"]

    def change(url: str) -> None:
        app.extensions["settings"] = replace(before, mail_url=url)

    yield change
    app.extensions["settings"] = before


def written(folder: Path) -> list[EmailMessage]:
    """Return the mails in a folder."""
    found = []
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found
