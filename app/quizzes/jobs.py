"""Attempts are brought up to the present by a timed sweep, and before any page or answer that depends on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask import Flask, g, request

from app.quizzes.service import AT_ONCE, settle, settle_first
from app.shared.database import session
from app.shared.http import arrived_at
from app.shared.scheduler import Job

HOME = "progress.home"


def settle_attempts(now: datetime) -> int:
    """Close attempts that are due and let scores count that may; return how many. A few at a time, each committed."""
    done = 0
    while some := settle(now):
        session.commit()
        done += some
        if some < AT_ONCE:
            break
    return done


def settle_before(app: Flask, blueprints: Collection[str]) -> None:
    """Settle what is due before a view reads it: in the course of the request, or on the home page in all courses.

    A request that names an attempt instead looks after that one itself.
    """

    def settle_due() -> None:
        course = g.get("course")
        if course is not None and request.blueprint in blueprints:
            settle_first(arrived_at(), course_id=course.id)
        elif request.endpoint == HOME:
            settle_first(arrived_at())

    app.before_request(settle_due)


jobs = (Job("settle-attempts", 30, settle_attempts),)
