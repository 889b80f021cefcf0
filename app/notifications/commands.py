"""What `flask doctor` checks about mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from app.config import Settings
from app.notifications import queries, service
from app.shared.doctor import Check, Finding, State, writable

LONGEST_WAIT = timedelta(minutes=15)


def mail(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Find out whether mail can leave, and whether it does."""
    if settings.mail_url.startswith("file:"):
        yield writable("mail", Path(settings.mail_url.removeprefix("file:")), "MAIL_URL")
    else:
        yield _server(settings.mail_url)
    state = queries.outbox_state()
    fact = f"{state.queued} mails wait, {state.failed} were given up"
    if state.oldest_queued is not None and now - state.oldest_queued > LONGEST_WAIT:
        waited = int((now - state.oldest_queued).total_seconds() // 60)
        mend = "Mend the way out (MAIL_URL), and let the server run its jobs; by hand: flask jobs run send-mail"
        said = f"; the last failure: {state.last_error}" if state.last_error else ""
        yield Finding("outbox", State.WRONG, f"{fact}, the oldest for {waited} minutes{said}", mend)
    else:
        yield Finding("outbox", State.OK, fact)


def _server(url: str) -> Finding:
    try:
        with service.transport(url):
            return Finding("mail", State.OK, "the mail server answers, and takes the name and password")
    except service.Unreachable as error:
        mend = "Check MAIL_URL: scheme, user, password, host and port; and whether this machine may reach it."
        return Finding("mail", State.WRONG, f"the mail server cannot be used ({error})", mend)


checks: tuple[Check, ...] = (mail,)
