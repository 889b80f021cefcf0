"""`flask doctor`: it finds what is wrong, says how to mend it, and shows no secret."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from app.config import Settings
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared import audit, clock, doctor, limits, scheduler
from app.shared.database import session
from app.shared.doctor import Finding, State
from app.shared.permissions import SYSTEM


@pytest.fixture(autouse=True)
def open_limits(app: Flask) -> None:
    limits.limiter.reset()


def found(app: Flask, **changed: object) -> dict[str, Finding]:
    settings: Settings = app.extensions["settings"]
    session.commit()
    return {
        finding.about: finding
        for finding in doctor.examine(replace(settings, **changed), clock.now())  # type: ignore[arg-type]
    }


def wrong(app: Flask, **changed: object) -> set[str]:
    return {about for about, finding in found(app, **changed).items() if finding.state is State.WRONG}


def test_a_system_in_order_has_nothing_to_mend(app: Flask, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["doctor"])
    assert result.exit_code == 0, result.stdout
    assert result.stderr == "Nothing to mend.\n"
    for about in (
        "database",
        "migrations",
        "data folder",
        "storage",
        "limits",
        "clock",
        "scheduler",
        "audit trail",
        "mail",
        "outbox",
    ):
        assert f"{about}: " in result.stdout


def test_it_lists_every_setting_and_no_secret(app: Flask, run: FlaskCliRunner) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, redis_url="redis://user:hunter2@127.0.0.1:1")
    shown = run.invoke(args=["doctor"]).stdout
    app.extensions["settings"] = settings
    for variable, _value, meaning in settings.described():
        assert f"  {variable}=" in shown
        assert meaning in shown
    assert settings.secret_key not in shown
    assert "hunter2" not in shown


def test_a_missing_migration_is_found(app: Flask, run: FlaskCliRunner) -> None:
    kept = session.scalars(text("SELECT version_num FROM alembic_version")).one()
    session.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    session.commit()
    try:
        result = run.invoke(args=["doctor"])
    finally:
        session.execute(text("UPDATE alembic_version SET version_num = :kept"), {"kept": kept})
        session.commit()
    assert result.exit_code == 1
    assert "Run: flask db upgrade" in result.stdout
    assert result.stderr == "1 to mend\n"


def test_a_folder_that_cannot_be_written_is_found(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert wrong(app, storage_url=str(tmp_path / "file")) == {"storage"}
    assert wrong(app, mail_url=f"file:{tmp_path / 'file'}") == {"mail"}


def test_a_mail_server_that_does_not_answer_is_found(app: Flask) -> None:
    findings = found(app, mail_url="smtp://user:hunter2@127.0.0.1:1", base_url="https://campus.test")
    assert findings["mail"].state is State.WRONG
    assert "hunter2" not in str(findings)


def test_mail_that_waits_too_long_is_found(app: Flask) -> None:
    mail = NewMail("k", "a@b.test", "en", "UTC", "reset", {})
    notifications.enqueue(mail, now=clock.now() - timedelta(minutes=14))
    assert wrong(app) == set()
    notifications.enqueue(replace(mail, dedupe_key="l"), now=clock.now() - timedelta(minutes=16))
    assert wrong(app) == {"outbox"}


@pytest.mark.parametrize(
    ("base_url", "mail_url", "wrong_about"),
    [
        ("http://127.0.0.1:8000", "file:FOLDER/mail", set()),
        ("https://campus.test", "file:FOLDER/mail", set()),
        ("http://campus.test", "file:FOLDER/mail", {"address"}),
        ("http://localhost", "smtp://127.0.0.1:1", {"address", "mail"}),
    ],
)
def test_an_address_that_leads_nowhere_or_unprotected_is_found(
    app: Flask, tmp_path: Path, base_url: str, mail_url: str, wrong_about: set[str]
) -> None:
    assert wrong(app, base_url=base_url, mail_url=mail_url.replace("FOLDER", str(tmp_path))) == wrong_about


def test_tampering_is_found(app: Flask) -> None:
    audit.record("x", "thing:1", actor=SYSTEM, now=clock.now())
    session.commit()
    session.add(audit.AuditSeal(position=1, entry_id=1, digest="forged"))
    session.commit()
    assert wrong(app) == {"audit trail"}


def test_a_scheduler_that_stands_still_is_found(app: Flask, settings: Settings) -> None:
    assert found(app)["scheduler"].state is State.NOTE
    lock = scheduler._lock(settings.data_dir / scheduler.LOCK)
    assert lock is not None
    try:
        assert wrong(app) == {"scheduler"}
        (settings.data_dir / scheduler.HEARTBEAT).touch()
        assert found(app)["scheduler"].state is State.OK
    finally:
        lock.close()


def test_a_clock_that_is_off_is_found(app: Flask, settings: Settings) -> None:
    if settings.uses_sqlite:
        pytest.skip("SQLite runs on the clock of this machine")
    session.commit()
    later = clock.now() + timedelta(seconds=30)
    states = {finding.about: finding.state for finding in doctor.examine(settings, later)}
    assert states["clock"] is State.WRONG


def test_a_database_without_tables_is_one_finding_for_each_that_needs_it(app: Flask, run: FlaskCliRunner) -> None:
    session.execute(text("DROP TABLE outbox_messages"))
    session.commit()
    try:
        result = run.invoke(args=["doctor"])
        assert result.exit_code == 1
        assert "the database does not answer, or has other tables" in result.stdout
    finally:
        from app.notifications.models import OutboxMessage  # noqa: PLC0415

        session.rollback()
        OutboxMessage.__table__.create(session.connection())  # type: ignore[attr-defined]
        session.commit()
