"""Timed work over the pieces of courses: reminding participants of what soon closes for them."""

from __future__ import annotations

from datetime import datetime

from app.notifications.service import enqueue_many
from app.progress.service import reminders
from app.shared.database import reading, session
from app.shared.scheduler import Job


def remind_participants(now: datetime) -> int:
    """Queue a mail for each piece that soon closes for a participant who still owes it; return how many are new.

    All is read before anything is written: nobody who saves an answer waits for it.
    """
    session.commit()
    with reading():
        due = reminders(now)
        session.commit()
    done = enqueue_many(due, now=now)
    session.commit()
    return done


jobs = (Job("remind-participants", 900, remind_participants),)
