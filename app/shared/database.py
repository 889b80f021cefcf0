"""The database: a typed base for tables, exact column types, and how requests read and write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, wraps
from typing import Any, ClassVar, ParamSpec, TypeVar, TypeVarTuple

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    Row,
    Select,
    String,
    Update,
    event,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.shared.borrowed import Reader, present_reader
from app.shared.statements import run, write, write_all
from app.shared.together import GroupCommit

Columns = TypeVarTuple("Columns")
Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")
Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON value: JSONB on PostgreSQL, text on SQLite."""


class Instant(TypeDecorator[datetime]):
    """A point in time in UTC. Takes and gives aware datetimes only; a naive one is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` in UTC; SQLite keeps it without a zone, as text that sorts."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a zone is no instant: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored instant as an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@lru_cache(maxsize=4096)
def exact(stored: str) -> Fraction:
    """Return the number behind its stored form, `n` or `n/d`. Raises `ValueError`."""
    return Fraction(stored)


class Exact(TypeDecorator[Fraction]):
    """An exact rational number, stored as `n` or `n/d`. For marks, factors and points: no rounding in between."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the number as `n` or `n/d`; a float never gets this far."""
        if isinstance(value, float):
            raise TypeError(f"a float is not exact: {value!r}")
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:  # noqa: ARG002
        """Return the stored number; the same few numbers come again and again."""
        return None if value is None else exact(value)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any] | type[TypeEngine[Any]]]] = {
        datetime: Instant,
        Fraction: Exact,
        dict[str, Any]: Document,
        list[Any]: Document,
        dict[str, str]: Document,
        list[str]: Document,
    }


def one_of(column: str, names: Iterable[StrEnum]) -> CheckConstraint:
    """Return the constraint that `column` holds one of `names`."""
    listed = ", ".join(f"'{name.value}'" for name in names)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


db = SQLAlchemy(metadata=Base.metadata)
session: scoped_session[BoundSession] = db.session


def rows_of(statement: Select[*Columns], **parameters: Any) -> Sequence[Row[*Columns]]:  # noqa: ANN401 - any column's
    """Return the rows of a statement that selects columns, past the ORM; one that is kept is made only once.

    One that writes may return rows too. Raises `RuntimeError` for it in a request that reads only.
    """
    if statement.is_dml:
        _refuse_writing()
    reader = present_reader.get()
    if reader is not None and not (session.registry.has() and session().in_transaction()):
        found = reader.rows(db.engine, statement, parameters)
        if found is not None:
            return found
    present = session()
    if present.new or present.dirty or present.deleted:
        present.flush()
    return run(_connection(present), statement, parameters)


def write_rows(statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> int:
    """Run a statement that writes for each of `rows`, past the ORM; return how many rows one wrote, -1 for several."""
    _refuse_writing()
    present = session()
    present.flush()
    if len(rows) == 1:
        return write(_connection(present), statement, rows[0])
    if rows:
        write_all(_connection(present), statement, rows)
    return -1


def _connection(present: Session) -> Connection:
    """Return the connection of the transaction that is under way, or of one that begins now."""
    kept: Connection | None = present.info.get("connection")
    if kept is None:
        kept = present.info["connection"] = present.connection()
    return kept


@contextmanager
def reading() -> Iterator[None]:
    """Say that what runs inside means to read only: SQLite then takes no write lock for it."""
    reader = Reader()
    token = present_reader.set(reader)
    try:
        yield
    finally:
        present_reader.reset(token)
        reader.let_go()


def read_once(read: Callable[Arguments, Found]) -> Callable[Arguments, Found]:
    """Let a request that reads only ask the database once for what several of its parts need; arguments hash."""

    @wraps(read)
    def known(*arguments: Arguments.args, **named: Arguments.kwargs) -> Found:
        reader = present_reader.get()
        if reader is None:
            return read(*arguments, **named)
        key = (read, arguments, *named.items())
        if key not in reader.kept:
            reader.kept[key] = read(*arguments, **named)
        found: Found = reader.kept[key]
        return found

    return known


@event.listens_for(Session, "after_transaction_end")
def _forget_what_was_read(ended: Session, _transaction: object) -> None:
    ended.info.pop("connection", None)
    _let_go()


def _let_go() -> None:
    reader = present_reader.get()
    if reader is not None:
        reader.let_go()


@contextmanager
def writing_first() -> Iterator[None]:
    """Run what is inside in a write transaction of its own, before anything that goes on is read.

    For the edge, where a request that reads (or has not written yet) must first bring rows up to the present. What was
    read so far is let go; what is written inside is committed, or undone when it raises.
    """
    session.commit()
    _let_go()
    token = present_reader.set(None)
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        present_reader.reset(token)


def write_together(statement: Insert | Update, values: Mapping[str, Any]) -> int:
    """Run one statement that writes, for a request that reads, and commit it; return how many rows it wrote.

    On SQLite it shares a transaction with what other requests write at the moment. Where the caller's own transaction
    may write, it is run in that and not committed.
    """
    reader = present_reader.get()
    if reader is None:
        return write_rows(statement, [values])
    on_sqlite = db.engine.dialect.name == "sqlite"
    alone = None if on_sqlite else reader.written(db.engine, statement, values)
    if alone is not None:
        return alone
    lent = reader.pause()
    token = present_reader.set(None)
    try:
        if on_sqlite:
            return _together(db.engine).write(statement, values, lent)
        written = write_rows(statement, [values])
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        present_reader.reset(token)
    return written


def look_again() -> None:
    """Let a request that reads see, from now on, what others wrote meanwhile."""
    if present_reader.get() is not None:
        session.rollback()
        _let_go()


@lru_cache(maxsize=4)
def _together(engine: Engine) -> GroupCommit:
    return GroupCommit(engine)


@event.listens_for(Session, "after_flush")
def _refuse_writes_while_reading(writer: Session, _context: object) -> None:
    if writer.new or writer.dirty or writer.deleted:
        _refuse_writing()


def _refuse_writing() -> None:
    if present_reader.get() is not None:
        raise RuntimeError("a request that reads only must not write")


def take_turn(name: str, *, shared: bool = False) -> None:
    """Let one transaction at a time pass here until it ends; with `shared`, others that share pass beside it.

    SQLite's write lock does that already.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        session.execute(sql(f"SELECT {lock}(hashtext(:name))"), {"name": name})


def plan_afresh() -> None:
    """Have PostgreSQL plan every statement by its own values until the transaction ends.

    For imports: a plan kept from when a table was nearly empty reads all of it again for every thousand rows.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql("SET LOCAL plan_cache_mode = force_custom_plan"))
