"""How each engine is set up.

SQLite runs in WAL mode with `synchronous=FULL` (an acknowledged commit survives a power cut) and takes its write lock
at the start of every transaction that may write. PostgreSQL runs through psycopg 3.
"""

from __future__ import annotations

import math
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from app.shared.borrowed import present_reader
from app.shared.turns import connection_in_turn

_POOL = {"pool_size": 20, "pool_use_lifo": True}
"""More connections than threads: one beyond the pool's size is closed after each use, and opening one costs SQLite
1.6 ms, PostgreSQL a process. Few are used at all where the one that came back last goes first."""


REST = 1.0
"""Seconds of rest after which a connection to PostgreSQL is asked whether it still stands, before it is used."""


def _note_use(_driven: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's connection, or none
    record.info["used_at"] = time.monotonic()


def _ask_after_a_rest(driven: Any, record: ConnectionPoolEntry, _lent: object) -> None:  # noqa: ANN401 - as above
    """Ask a connection that has rested; one that is dead takes all that rest as long out of the pool."""
    if time.monotonic() - record.info.get("used_at", math.inf) < REST:
        return
    try:
        driven.autocommit = True
        driven.execute("SELECT 1")
        driven.autocommit = False
    except driven.Error as error:
        raise InvalidatePoolError from error


def engine_options(url: str) -> dict[str, Any]:
    """Return what `create_engine` is to be given for `url`."""
    if not url.startswith("sqlite"):
        events = [(_note_use, "checkin"), (_ask_after_a_rest, "checkout")]
        session = {"options": "-c timezone=UTC -c lock_timeout=10s"}
        return {**_POOL, "pool_events": events, "connect_args": session}
    try:
        driver = import_module("pysqlite3.dbapi2")  # a newer SQLite, where the wheel exists
    except ImportError:
        driver = import_module("sqlite3.dbapi2")
    file = make_url(url).database
    in_turn = {"factory": connection_in_turn(driver, Path(f"{file}-turn"))} if file and file != ":memory:" else {}
    pool = {**_POOL, "max_overflow": -1} if in_turn else {}  # a request that reads may hold two, and waits for none
    return {"module": driver, "connect_args": {"timeout": 30, **in_turn}, **pool}


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not any("sqlite" in base.__module__ for base in type(connection).__mro__):
        return
    connection.isolation_level = None  # this module begins transactions itself, below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's Connection of either engine
    if connection.dialect.name != "sqlite":
        return
    driven = connection.connection.driver_connection  # straight to the driver: every request does this
    begin = "BEGIN" if present_reader.get() is not None else "BEGIN IMMEDIATE"
    try:
        if begin == "BEGIN" or not hasattr(driven, "begin_writing"):
            driven.execute(begin)
        else:
            driven.begin_writing()
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(begin, None, error, connection.dialect.loaded_dbapi.Error) from error
