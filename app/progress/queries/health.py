"""What an administrator should know of the system at a glance; `flask doctor` says the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.notifications.queries import outbox_state
from app.shared.scheduler import HEARTBEAT

LATE = timedelta(minutes=15)
"""Without a sign of life for this long, mail or timed jobs need somebody's eye."""


@dataclass(frozen=True, slots=True)
class Health:
    """How mail and timed jobs stand. `ticked_at` None: no timed job ever ran on this machine."""

    mails_queued: int
    mails_failed: int
    mail_is_late: bool
    ticked_at: datetime | None
    jobs_stand_still: bool

    @property
    def fine(self) -> bool:
        """Whether there is nothing to look into."""
        return not (self.mails_failed or self.mail_is_late or self.jobs_stand_still)


def health(data_dir: Path, now: datetime) -> Health:
    """Return how mail and timed jobs stand."""
    mail = outbox_state()
    heartbeat = data_dir / HEARTBEAT
    ticked_at = datetime.fromtimestamp(heartbeat.stat().st_mtime, UTC) if heartbeat.exists() else None
    return Health(
        mails_queued=mail.queued,
        mails_failed=mail.failed,
        mail_is_late=mail.oldest_queued is not None and now - mail.oldest_queued > LATE,
        ticked_at=ticked_at,
        jobs_stand_still=ticked_at is None or now - ticked_at > LATE,
    )
