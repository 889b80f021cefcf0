"""A server that is killed while people save: whatever was acknowledged is there afterwards, and scored once.

Two rounds here; `python -m benchmarks.faults.kill_server --rounds 200` does as many as one likes.
"""

import socket

import pytest

from app.shared.database import db, session
from benchmarks.faults import crash, world
from benchmarks.faults.history import Outcome, faults_of

KILLS = 2


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def environ(settings):
    if not settings.uses_sqlite:
        pytest.skip("the file is what a killed process could spoil; PostgreSQL is another one's process")
    return {
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
    }


def test_what_was_acknowledged_survives_kill_9_of_the_server(app, environ):
    writers = world.build(app, 3)
    session.remove()
    db.engine.dispose()

    history = crash.run(environ, writers, rounds=KILLS, saves=12, port=free_port())

    told = [save.outcome for save in history.saves]
    assert told.count(Outcome.OK) >= 12 * KILLS
    assert Outcome.UNKNOWN in told
    assert Outcome.REFUSED not in told
    assert len(history.submitted) == len(writers)
    assert faults_of(history, world.stored_rows(), world.stored_attempts()) == []
