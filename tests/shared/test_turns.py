"""Whose turn it is to write: threads of one process, other processes, and those that die with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.shared import turns
from app.shared.database import db, session
from app.shared.turns import Turn


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.05)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db-turn"


def hold(path: Path, told: Connection) -> None:
    """Take the turn in a process of its own, and keep it."""
    turn = Turn(path)
    turn.take()
    told.send("mine")
    time.sleep(60)


def test_one_thread_at_a_time(path: Path, impatient: None) -> None:
    turn = Turn(path)
    assert turn.take()
    assert not turn.take()
    turn.give()
    assert turn.take()


def test_one_process_at_a_time_and_the_dead_hold_nothing(path: Path, impatient: None) -> None:
    here, there = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=hold, args=(path, there))
    other.start()
    assert here.poll(30)
    turn = Turn(path)
    assert not turn.take()
    os.kill(other.pid or 0, signal.SIGKILL)
    other.join()
    assert turn.take()


def test_a_transaction_gives_its_turn_back_however_it_ends(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's only")
    session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox_messages"))
    with pytest.raises(ZeroDivisionError), db.engine.begin():
        raise ZeroDivisionError
    lost = db.engine.connect()
    lost.begin()
    lost.invalidate()
    lost.close()
    done = threading.Event()

    def write() -> None:
        with app.app_context(), db.engine.begin():
            done.set()

    threading.Thread(target=write, daemon=True).start()
    assert done.wait(5)


def test_without_a_turn_in_time_sqlite_decides(app: Flask, impatient: None) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's only")
    session.remove()
    turn = turns.turn_at(f"{db.engine.url.database}-turn", os.getpid())
    assert turn.take()
    try:
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM outbox_messages"))
    finally:
        turn.give()
