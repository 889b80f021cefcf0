"""Looks at the running system and says what is wrong, and how to mend it. Changes nothing.

Features hand their own checks down (`create_app` collects `checks` of their `commands` room).
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from app.config import ROOT, Settings
from app.shared import audit, files
from app.shared.database import reading, session
from app.shared.limits import limiter
from app.shared.scheduler import HEARTBEAT, LOCK

SQLITE_WITHOUT_KNOWN_FAULTS = (3, 51, 3)
FARTHEST_CLOCK = timedelta(seconds=5)
LATEST_TICK = timedelta(minutes=2)
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class State(StrEnum):
    """How a thing is: fine, worth knowing, or to be mended."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: of what, how it is, the fact, and how to mend it."""

    about: str
    state: State
    fact: str
    mend: str = ""


Check = Callable[[Settings, datetime], Iterable[Finding]]


def register(app: Flask, checks: Iterable[Check]) -> None:
    """Make the checks of features known to `app`."""
    app.extensions["checks"] = (*_CHECKS, *checks)


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Run every check; a database that does not answer is one finding, not the end."""
    checks: tuple[Check, ...] = current_app.extensions["checks"]
    for check in checks:
        try:
            with reading():
                yield from check(settings, now)
        except SQLAlchemyError as error:
            yield Finding(
                _name(check),
                State.WRONG,
                f"the database does not answer, or has other tables ({type(error).__name__})",
                "Check DATABASE_URL, then run: flask db upgrade",
            )
        finally:
            session.rollback()


def writable(about: str, folder: Path, setting: str) -> Finding:
    """Find out whether files can be written to `folder`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"e-Campus")
    except OSError as error:
        mend = f"Give the user that runs e-Campus the right to write there, or set {setting} to another folder."
        return Finding(about, State.WRONG, f"{folder}: cannot be written ({error.strerror})", mend)
    return Finding(about, State.OK, f"{folder}: can be written")


def _name(check: Check) -> str:
    return getattr(check, "__name__", "check").strip("_")


def _addresses(settings: Settings, _now: datetime) -> Iterator[Finding]:
    parts = urlsplit(settings.base_url)
    if parts.scheme == "http" and parts.hostname not in _HERE:
        mend = "Put a proxy with TLS in front and set BASE_URL to the https: address."
        yield Finding("address", State.WRONG, f"{settings.base_url}: passwords travel unprotected", mend)
    elif parts.hostname in _HERE and not settings.mail_url.startswith("file:"):
        mend = "Set BASE_URL to the address that people use."
        yield Finding("address", State.WRONG, f"{settings.base_url}: links in mails lead nowhere", mend)
    else:
        yield Finding("address", State.OK, settings.base_url)


def _database(_settings: Settings, _now: datetime) -> Iterator[Finding]:
    dialect = session.get_bind().dialect.name
    if dialect != "sqlite":
        yield Finding("database", State.OK, str(session.scalar(sql("SELECT version()"))).partition(",")[0])
        return
    version = str(session.scalar(sql("SELECT sqlite_version()")))
    if tuple(int(part) for part in version.split(".")) < SQLITE_WITHOUT_KNOWN_FAULTS:
        mend = "Install pysqlite3 where its wheel exists (it is in requirements.txt), or a Python with a newer SQLite."
        yield Finding("database", State.NOTE, f"SQLite {version}: before 3.51.3 it has a known fault", mend)
    else:
        yield Finding("database", State.OK, f"SQLite {version}")


def _migrations(_settings: Settings, _now: datetime) -> Iterator[Finding]:
    wanted = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    stored = set(MigrationContext.configure(session.connection()).get_current_heads())
    if stored == wanted:
        yield Finding("migrations", State.OK, f"at {', '.join(sorted(stored)) or 'the beginning'}")
        return
    fact = f"at {', '.join(sorted(stored)) or 'nothing'}, but the code wants {', '.join(sorted(wanted))}"
    yield Finding("migrations", State.WRONG, fact, "Run: flask db upgrade")


def _storage(settings: Settings, _now: datetime) -> Iterator[Finding]:
    yield writable("data folder", settings.data_dir, "DATA_DIR")
    if "://" not in settings.storage_url:
        yield writable("storage", Path(settings.storage_url), "STORAGE_URL")
        return
    try:
        files.try_store()
    except OSError as error:
        mend = (
            "Check STORAGE_URL, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and the bucket's rights."
        )
        yield Finding("storage", State.WRONG, f"{settings.storage_url}: {error}", mend)
    else:
        yield Finding("storage", State.OK, f"{settings.storage_url}: a file was put there, read and taken away")


def _limits(settings: Settings, _now: datetime) -> Iterator[Finding]:
    if limiter.storage.check():
        yield Finding("limits", State.OK, "counted in Redis" if settings.redis_url else "counted in a file")
    else:
        mend = "Start Redis, or check REDIS_URL. Until then each process counts for itself."
        yield Finding("limits", State.WRONG, "the shared counters do not answer", mend)


def _clock(_settings: Settings, now: datetime) -> Iterator[Finding]:
    if session.get_bind().dialect.name == "sqlite":
        yield Finding("clock", State.OK, f"{now:%Y-%m-%d %H:%M:%S} UTC; the database is on the same clock")
        return
    theirs: datetime = session.scalars(select(func.clock_timestamp())).one()
    apart = abs(theirs - now)
    if apart > FARTHEST_CLOCK:
        mend = "Let both machines take the time from NTP (timedatectl set-ntp true)."
        yield Finding("clock", State.WRONG, f"{apart.total_seconds():.0f} s from the database's", mend)
    else:
        yield Finding(
            "clock", State.OK, f"{now:%Y-%m-%d %H:%M:%S} UTC, within {FARTHEST_CLOCK.seconds} s of the database"
        )


def _scheduler(settings: Settings, now: datetime) -> Iterator[Finding]:
    heartbeat = settings.data_dir / HEARTBEAT
    beat = datetime.fromtimestamp(heartbeat.stat().st_mtime, UTC) if heartbeat.exists() else None
    if not _is_locked(settings.data_dir / LOCK):
        mend = "Start the server with SCHEDULER=on, here or on another node; by hand: flask jobs run"
        fact = f"nobody runs timed jobs on this machine (last tick: {beat or 'never'})"
        yield Finding("scheduler", State.NOTE, fact, mend)
    elif beat is None or now - beat > LATEST_TICK:
        yield Finding("scheduler", State.WRONG, f"runs, but its last tick was {beat or 'never'}", "Restart the server.")
    else:
        yield Finding("scheduler", State.OK, f"last tick {(now - beat).total_seconds():.0f} s ago")


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _audit(_settings: Settings, _now: datetime) -> Iterator[Finding]:
    broken = audit.broken_links()
    if broken:
        places = ", ".join(str(position) for position in broken[:5])
        mend = "Somebody changed the trail in the database. Compare it with a backup from before; keep both."
        yield Finding("audit trail", State.WRONG, f"the chain does not hold at {len(broken)} places: {places}", mend)
        return
    sealed, waiting = audit.counts()
    yield Finding("audit trail", State.OK, f"{sealed} entries sealed, {waiting} waiting for the next sweep")


_CHECKS: tuple[Check, ...] = (_addresses, _database, _migrations, _storage, _limits, _clock, _scheduler, _audit)
