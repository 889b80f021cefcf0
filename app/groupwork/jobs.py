"""Timed work of peer assessment: reminding who has not rated, and handing over marks once the time for it has ended."""

from __future__ import annotations

from datetime import datetime

from app.groupwork.service.marking_settling import settle_due
from app.groupwork.service.peer_reminders import remind_due
from app.shared.database import session
from app.shared.scheduler import Job


def settle_ratings(now: datetime) -> int:
    """Hand over the marks that ratings have changed; return how many."""
    done = settle_due(now)
    session.commit()
    return done


def remind_raters(now: datetime) -> int:
    """Queue a mail to those who have not rated and soon may no more; return how many."""
    done = remind_due(now)
    session.commit()
    return done


jobs = (Job("settle-ratings", 60, settle_ratings), Job("remind-raters", 900, remind_raters))
