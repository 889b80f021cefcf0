"""The tick: every timed job is an idempotent sweep over rows, which any number of nodes may run at once.

APScheduler only wakes; which work is due stands in the database. A lock on a file lets one process of a machine tick,
as a courtesy: two would find nothing left to do twice.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app.config import Settings
from app.shared import clock
from app.shared.database import session
from app.shared.logs import log

HEARTBEAT = "scheduler-heartbeat"
LOCK = "scheduler.lock"


@dataclass(frozen=True, slots=True)
class Job:
    """A sweep: its name, the seconds between two runs, and the verb, which returns how much it did."""

    name: str
    every: int
    run: Callable[[datetime], int]


def register(app: Flask, jobs: tuple[Job, ...]) -> None:
    """Make `jobs` known to `app`; `start` or `flask jobs run` runs them."""
    app.extensions["jobs"] = {job.name: job for job in jobs}


def jobs_of(app: Flask) -> dict[str, Job]:
    """Return the jobs of `app` by name."""
    jobs: dict[str, Job] = app.extensions["jobs"]
    return jobs


def run(app: Flask, name: str, now: datetime) -> int:
    """Run one job in a transaction of its own; return how much it did. A failure is logged and undone, never raised."""
    return attempt(app, name, now) or 0


def attempt(app: Flask, name: str, now: datetime) -> int | None:
    """Run one job as `run` does; return None when it failed."""
    with app.app_context():
        try:
            done = jobs_of(app)[name].run(now)
            session.commit()
        except Exception as error:  # noqa: BLE001 - the next tick must come
            session.rollback()
            log(__name__).error("job failed", job=name, exc_info=error)
            return None
    if done:
        log(__name__).info("job done", job=name, done=done)
    return done


def start(app: Flask) -> BackgroundScheduler | None:
    """Start ticking in this process, unless the settings say no or another process of this machine already ticks."""
    settings: Settings = app.extensions["settings"]
    if not settings.scheduler or "scheduler" in app.extensions:
        return None
    lock = _lock(settings.data_dir / LOCK)
    if lock is None:
        return None
    ticking = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None})
    for job in jobs_of(app).values():
        ticking.add_job(_tick, "interval", (app, settings.data_dir, job.name), seconds=job.every, id=job.name)
    ticking.start()
    app.extensions["scheduler"] = (ticking, lock)
    return ticking


def start_at_first_request(app: Flask) -> None:
    """Start ticking once the first request comes: for servers that have no hook of their own when a worker is up."""
    tried = threading.Event()

    def start_once() -> None:
        if not tried.is_set():
            tried.set()
            start(app)

    app.before_request(start_once)


def _tick(app: Flask, folder: Path, name: str) -> None:
    (folder / HEARTBEAT).touch()
    run(app, name, clock.now())


def _lock(path: Path) -> IO[str] | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    file.write(str(os.getpid()))
    file.flush()
    return file
