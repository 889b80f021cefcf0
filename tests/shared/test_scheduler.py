"""The tick: jobs that fail are undone and logged, and one process of a machine runs them."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.shared import audit, scheduler
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import SYSTEM
from app.shared.scheduler import Job
from tests.conftest import NOW


def works(now: datetime) -> int:
    audit.record("works", "job:1", actor=SYSTEM, now=now)
    return 1


def fails(now: datetime) -> int:
    audit.record("fails", "job:2", actor=SYSTEM, now=now)
    session.flush()
    raise RuntimeError("in the middle")


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An application of each test's own: its jobs are changed."""
    return own_app


@pytest.fixture
def two_jobs(app: Flask) -> Flask:
    scheduler.register(app, (Job("works", 10, works), Job("fails", 20, fails)))
    return app


def kept() -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.action)))


def test_a_job_is_a_transaction_of_its_own(two_jobs: Flask) -> None:
    assert scheduler.run(two_jobs, "fails", NOW) == 0
    assert scheduler.attempt(two_jobs, "fails", NOW) is None
    assert scheduler.run(two_jobs, "works", NOW) == 1
    assert kept() == ["works"]


def test_jobs_are_run_by_hand(two_jobs: Flask, run: FlaskCliRunner) -> None:
    assert run.invoke(args=["jobs", "list"]).stdout == "works\t10\nfails\t20\n"
    result = run.invoke(args=["jobs", "run", "works"])
    assert (result.exit_code, result.stderr) == (0, "works: 1\n")
    result = run.invoke(args=["jobs", "run"])
    assert result.exit_code == 1
    assert "fails: failed, see the log" in result.stderr
    assert kept() == ["works", "works"]
    assert run.invoke(args=["jobs", "run", "nothing"]).exit_code == 2


def test_one_process_of_a_machine_ticks(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    ticking = Settings.read(
        {"DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "SECRET_KEY": settings.secret_key}
    )
    first, second = create_app(ticking), create_app(ticking)
    started = scheduler.start(first)
    assert started is not None
    try:
        assert scheduler.start(second) is None
        assert scheduler.start(first) is None
        assert {job.id for job in started.get_jobs()} == set(scheduler.jobs_of(first))
        assert all(job.coalesce and job.misfire_grace_time is None for job in started.get_jobs())
    finally:
        started.shutdown()
        first.extensions["scheduler"][1].close()


def test_no_process_ticks_that_was_told_not_to(app: Flask) -> None:
    assert scheduler.start(app) is None


def test_every_jobs_name_is_its_own(app: Flask) -> None:
    assert {"send-mail", "seal-audit", "forget-answers", "forget-sign-ins"} <= set(scheduler.jobs_of(app))
