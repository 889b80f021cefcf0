"""Timed work on accounts: what is over is deleted."""

from __future__ import annotations

from datetime import datetime

from app.accounts import service
from app.shared.scheduler import Job


def forget_old(now: datetime) -> int:
    """Delete sign-ins and mailed links whose time is over; return how many."""
    return service.forget_old_sign_ins(now) + service.forget_old_links(now)


jobs = (Job("forget-sign-ins", 3600, forget_old),)
