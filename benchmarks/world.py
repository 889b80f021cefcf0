"""A world to measure in: a database with one course, its quizzes and so many participants who can sign in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Person
from app.accounts.service.hashing import hashed
from app.config import Settings
from app.courses.models import Piece
from app.courses.queries import get_course
from app.courses.rules import COLUMNS
from app.shared.database import db, session
from benchmarks.cohort import group_of, write_results

CODE = "BENCH"
QUIZ = "quiz_6"
PASSWORD = "measured-not-guessed"
MANAGER = "manager@benchmark.example"
CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue" / "a9714776"
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
DATABASE = "ecampus_benchmark"


@dataclass(frozen=True, slots=True)
class World:
    """Where the measured server finds its data."""

    environ: dict[str, str]
    participants: tuple[str, ...]


def build(
    folder: Path, kind: str, participants: int, *, closes_in: timedelta = timedelta(days=2), marked: bool = False
) -> World:
    """Make an empty database of `kind` (`sqlite` in `folder`, or `postgresql`) and fill it; `marked`: with results.

    Quiz 6 is open since yesterday and closes after `closes_in`. Everybody has the same password: one hash serves all,
    and checking it costs what it costs in earnest.
    """
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": "only for measuring " * 3, "LOG_LEVEL": "WARNING"}
    if kind == "postgresql":
        environ["DATABASE_URL"] = _empty_postgresql()
    addresses = tuple(f"participant{number:05}@benchmark.example" for number in range(participants))
    app = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    with app.app_context():
        _fill(app, folder, addresses, closes_in)
        if marked:
            results, marks = write_results(folder, addresses)
            _run(app, "results", "import", CODE, str(results), "--group-marks", str(marks))
        session.remove()
        db.engine.dispose()
    return World(environ, addresses)


def set_closing(environ: dict[str, str], closes_in: timedelta) -> None:
    """Let the quiz's window end after `closes_in` from now."""
    app = create_app(Settings.read(environ | {"SCHEDULER": "off"}))
    with app.app_context():
        _set_window(closes_in)
        session.remove()
        db.engine.dispose()


def _set_window(closes_in: timedelta) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - nothing here is judged by it
    quiz = (Piece.course_id == get_course(CODE).id) & (Piece.key == QUIZ)
    session.execute(sa.update(Piece).where(quiz).values(opens_at=now - timedelta(days=1), closes_at=now + closes_in))
    session.commit()


def _empty_postgresql() -> str:
    server = sa.create_engine(
        sa.make_url(POSTGRESQL).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=sa.pool.NullPool,
    )
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{DATABASE}"'))
    return sa.make_url(POSTGRESQL).set(database=DATABASE).render_as_string(hide_password=False)


def _fill(app: Flask, folder: Path, addresses: tuple[str, ...], closes_in: timedelta) -> None:
    starts = datetime.now(UTC).date() - timedelta(weeks=5, days=2)  # noqa: TID251 - nothing here is judged by it
    _run(app, "db", "upgrade")
    _run(app, "courses", "load", str(CATALOGUE), "--code", CODE, "--starts", _monday(starts).isoformat())
    roster = folder / "participants.csv"
    roster.write_text(_roster(addresses), encoding="utf-8")
    _run(app, "participants", "import", CODE, str(roster))
    _run(app, "accounts", "create", MANAGER, "--name", "Marta Manager")
    _run(app, "roles", "grant", MANAGER, "activity_manager", CODE)
    now = datetime.now(UTC)  # noqa: TID251 - nothing here is judged by it
    session.execute(sa.update(Person).values(password_hash=hashed(PASSWORD), activated_at=now))
    _set_window(closes_in)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _run(app: Flask, *command: str) -> None:
    result = app.test_cli_runner().invoke(args=list(command))
    if result.exit_code:
        raise SystemExit(f"flask {' '.join(command)}:\n{result.output}\n{result.exception!r}")


def _roster(addresses: tuple[str, ...]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, address in enumerate(addresses):
        writer.writerow(
            {
                "email": address,
                "given_name": f"Given{number}",
                "family_name": f"Family{number}",
                "gender": "fm"[number % 2],
                "language": ("en", "fr")[number % 2],
                "country": "MW",
                "timezone": "Africa/Blantyre",
                "organization": "Ministry of Labour",
                "organization_type": "government",
                "sponsor": "",
                "group": group_of(number),
                "ambassador": "",
            }
        )
    return buffer.getvalue()
