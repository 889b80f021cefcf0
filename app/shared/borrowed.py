"""The driver's own connections to SQLite, lent by SQLAlchemy's pool, for what every request does.

A transaction of SQLAlchemy's takes ten times as long to begin and to end as SQLite's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, QueuePool, Select
from sqlalchemy.exc import DBAPIError

from app.shared.statements import prepared


def lends(engine: Engine) -> bool:
    """Tell whether an engine has connections to lend: to a SQLite file, which many may have open."""
    return engine.dialect.name == "sqlite" and isinstance(engine.pool, QueuePool)


@contextmanager
def writing(engine: Engine) -> Iterator[Any]:
    """Lend a connection whose transaction holds SQLite's write lock, is committed at the end, or undone."""
    lent = engine.raw_connection()
    try:
        driven = lent.driver_connection
        _tell(engine, "BEGIN IMMEDIATE", driven.begin_writing)  # type: ignore[union-attr]  # it is connected
        yield driven
        _tell(engine, "COMMIT", driven.commit)  # type: ignore[union-attr]  # as above
    finally:
        lent.close()  # the pool undoes what was not committed


class Reader:
    """What a request that reads keeps: one transaction that reads, and what it has read. Nothing is open at first."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.kept: dict[Any, Any] = {}
        self._lent: PoolProxiedConnection | None = None

    def rows(
        self, engine: Engine, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
    ) -> Sequence[Any] | None:
        """Return the rows of a statement; None where SQLAlchemy's own way must be taken."""
        made = prepared(engine, statement, values) if lends(engine) else None
        if made is None:
            return None
        if self._lent is None:
            lent = engine.raw_connection()
            try:
                _tell(engine, "BEGIN", lambda: lent.driver_connection.execute("BEGIN"))  # type: ignore[union-attr]
            except BaseException:
                lent.close()
                raise
            self._lent = lent
        return made.rows(self._lent.driver_connection, values)

    def let_go(self) -> None:
        """Forget what was read, and end the transaction."""
        self.kept.clear()
        lent, self._lent = self._lent, None
        if lent is not None:
            lent.close()


present_reader: ContextVar[Reader | None] = ContextVar("present_reader", default=None)
"""What is kept for whoever means to read only; None: what runs may write."""


def _tell(engine: Engine, said: str, work: Callable[[], object]) -> None:
    """Do `work`; what fails is SQLAlchemy's error, as everywhere."""
    own: Any = engine.dialect.loaded_dbapi
    try:
        work()
    except own.Error as error:
        raise DBAPIError.instance(said, None, error, own.Error, dialect=engine.dialect) from error
