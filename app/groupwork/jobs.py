"""When the time for rating presentations has ended, marks in which ratings count are handed over by a timed sweep."""

from __future__ import annotations

from datetime import datetime

from app.groupwork.service.marking_settling import settle_due
from app.shared.database import session
from app.shared.scheduler import Job


def settle_ratings(now: datetime) -> int:
    """Hand over the marks that ratings have changed; return how many."""
    done = settle_due(now)
    session.commit()
    return done


jobs = (Job("settle-ratings", 60, settle_ratings),)
