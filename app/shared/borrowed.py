"""The driver's own connections, lent by SQLAlchemy's pool, for what every request does.

A transaction of SQLAlchemy's takes ten times as long to begin and to end as SQLite's own. On PostgreSQL each statement
is a transaction of its own: one that is READ COMMITTED sees at each statement what is committed by then all the same,
and beginning and ending it are two more round trips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, Insert, PoolProxiedConnection, QueuePool, Select, Update
from sqlalchemy.exc import DBAPIError

from app.shared.statements import prepared


def lends(engine: Engine) -> bool:
    """Tell whether an engine has connections to lend: to PostgreSQL, or to a SQLite file, which many may have open."""
    return isinstance(engine.pool, QueuePool)


def lends_for_writing(engine: Engine) -> bool:
    """Tell whether `writing` can take a connection of an engine."""
    return engine.dialect.name == "sqlite" and lends(engine)


@contextmanager
def writing(engine: Engine, lent: PoolProxiedConnection | None = None) -> Iterator[Any]:
    """Give a connection whose transaction holds a SQLite file's write lock, is committed at the end, or undone.

    `lent`: a connection to use, in which no transaction is under way; its owner gives it back. Without it one is lent.
    """
    own: Any = engine.raw_connection() if lent is None else lent
    driven = own.driver_connection
    try:
        _tell(engine, "BEGIN IMMEDIATE", driven.begin_writing)
        yield driven
        _tell(engine, "COMMIT", driven.commit)
    except BaseException:
        driven.rollback()
        raise
    finally:
        if lent is None:
            own.close()


class Reader:
    """What a request that reads keeps: a connection in which it reads, and what it has read. Nothing is open at first.

    On SQLite all is read in one transaction.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.kept: dict[Any, Any] = {}
        self._lent: PoolProxiedConnection | None = None
        self._by_statement = self._begun = False

    def rows(
        self, engine: Engine, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
    ) -> Sequence[Any] | None:
        """Return the rows of a statement; None where SQLAlchemy's own way must be taken."""
        made = prepared(engine, statement, values) if lends(engine) else None
        return None if made is None else made.rows(self._borrowed(engine), values)

    def written(self, engine: Engine, statement: Insert | Update, values: Mapping[str, Any]) -> int | None:
        """Run one statement that writes, a transaction of its own on PostgreSQL; return how many rows it wrote.

        None where SQLAlchemy's own way must be taken.
        """
        made = prepared(engine, statement, values) if lends(engine) else None
        if made is None:
            return None
        self.kept.clear()
        return made.written(self._borrowed(engine), values)

    def _borrowed(self, engine: Engine) -> Any:  # noqa: ANN401 - a driver's connection
        if self._lent is None:
            self._lent = engine.raw_connection()
            self._by_statement = engine.dialect.name == "postgresql"
        driven: Any = self._lent.driver_connection
        if not self._begun:
            if self._by_statement:
                driven.autocommit = True
            else:
                _tell(engine, "BEGIN", lambda: driven.execute("BEGIN"))
            self._begun = True
        return driven

    def pause(self) -> PoolProxiedConnection | None:
        """Forget what was read, end the transaction on SQLite; return the connection that is kept, None without one."""
        self.kept.clear()
        if self._lent is not None and self._begun and not self._by_statement:
            self._begun = False
            self._lent.driver_connection.rollback()  # type: ignore[union-attr]  # it is connected
        return self._lent

    def let_go(self) -> None:
        """Forget what was read, end the transaction, and give the connection back."""
        self.kept.clear()
        lent, self._lent, begun, self._begun = self._lent, None, self._begun, False
        if lent is None:
            return
        driven: Any = lent.driver_connection
        if self._by_statement and begun:
            if driven.closed:  # PostgreSQL hung up
                lent.invalidate()
            else:
                driven.autocommit = False
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
