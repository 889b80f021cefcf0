"""Connections that the pool lends to requests that read: what they see, what they leave behind, and when they die."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.shared import borrowed, engines
from app.shared.audit import AuditEntry
from app.shared.database import db, reading, rows_of, session, write_rows, write_together

TABLE: Any = AuditEntry.__table__
ADD = sa.insert(TABLE)
ALL = sa.select(TABLE.c.subject).order_by(TABLE.c.id)
IDS = {"made": 1, "one": 2, "two": 3, "undone": 4}
DIVIDED = sa.select(sa.func.mod(3, sa.bindparam("by", type_=sa.Integer), type_=sa.Integer).label("rest"))


def entry(subject: str) -> dict[str, Any]:
    """Return a row, with an id that is there once."""
    return {"id": IDS[subject], "at": datetime(2022, 3, 1, tzinfo=UTC), "action": "test", "subject": subject}


def subjects() -> list[str]:
    """Return what other connections see."""
    with db.engine.connect() as connection:
        return list(connection.scalars(ALL))


@pytest.fixture
def made(app: Flask) -> Iterator[None]:
    """Statements that have come before: they go past SQLAlchemy."""
    for _ in range(2):
        rows_of(ALL)
        write_rows(ADD, [entry("made")])
        session.rollback()
        if db.engine.dialect.name == "postgresql":
            rows_of(DIVIDED, by=1)
    session.rollback()
    yield
    session.remove()


def only_on_postgresql() -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL has connections that may be lost, and divisions that fail")


def end_session(by: sa.Connection, process: int) -> None:
    """Let PostgreSQL end another connection."""
    assert by.scalar(sa.text("SELECT pg_terminate_backend(:process)"), {"process": process})


def process_of(reader: borrowed.Reader) -> int:
    """Return PostgreSQL's process behind the connection that a reader holds."""
    lent: Any = reader._lent
    return int(lent.driver_connection.info.backend_pid)


def reader_here() -> borrowed.Reader:
    reader = borrowed.present_reader.get()
    assert reader is not None
    return reader


def test_what_a_reading_request_writes_is_there_for_all_at_once_and_for_itself(made: None) -> None:
    with reading():
        assert rows_of(ALL) == []
        assert write_together(ADD, entry("one")) == 1
        assert subjects() == ["one"]
        assert [row.subject for row in rows_of(ALL)] == ["one"]


def test_a_lent_connection_goes_back_as_it_came(made: None) -> None:
    """Whoever gets it next may undo what they wrote: on PostgreSQL it committed every statement while it was lent."""
    with reading():
        rows_of(ALL)
        write_together(ADD, entry("one"))
    for _ in range(3):
        write_rows(ADD, [entry("undone")])
        session.rollback()
    assert subjects() == ["one"]


def test_a_write_that_fails_leaves_the_request_able_to_go_on(made: None) -> None:
    with reading():
        assert write_together(ADD, entry("one")) == 1
        with pytest.raises(IntegrityError):
            write_together(ADD, entry("one"))
        assert [row.subject for row in rows_of(ALL)] == ["one"]
        assert write_together(ADD, entry("two")) == 1
    assert subjects() == ["one", "two"]


def test_a_statement_that_fails_is_an_error_of_sqlalchemy_and_spoils_nothing(made: None) -> None:
    only_on_postgresql()
    with reading():
        with pytest.raises(DBAPIError, match="division by zero"):
            rows_of(DIVIDED, by=0)
        assert rows_of(DIVIDED, by=2)[0].rest == 1
    write_rows(ADD, [entry("undone")])
    session.rollback()
    assert subjects() == []


def test_a_connection_that_died_while_it_rested_is_not_lent(made: None, monkeypatch: pytest.MonkeyPatch) -> None:
    only_on_postgresql()
    with db.engine.connect() as other:
        with reading():
            rows_of(ALL)
            process = process_of(reader_here())
        end_session(other, process)
        monkeypatch.setattr(engines, "REST", 0.0)
        with reading():  # the dead one would be next
            assert rows_of(ALL) == []
            assert process_of(reader_here()) != process


def test_a_connection_that_dies_in_a_request_fails_it_and_is_not_lent_again(made: None) -> None:
    only_on_postgresql()
    with reading():
        rows_of(ALL)
        process = process_of(reader_here())
        with db.engine.connect() as other:
            end_session(other, process)
        with pytest.raises(DBAPIError):
            rows_of(ALL)
    with reading():
        assert rows_of(ALL) == []
        assert process_of(reader_here()) != process
