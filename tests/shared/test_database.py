"""Instants are aware and in UTC, numbers exact, and a request that reads takes no write lock."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.shared import audit
from app.shared.audit import AuditEntry
from app.shared.database import Exact, Instant, db, reading, rows_of, session
from app.shared.permissions import SYSTEM


def stored(value: object, kind: sa.types.TypeEngine[object]) -> object:
    return session.scalar(sa.select(sa.literal(value, kind)))


def test_an_instant_comes_back_in_utc(app: Flask) -> None:
    turin = timezone(timedelta(hours=2))
    assert stored(datetime(2022, 3, 28, 10, tzinfo=turin), Instant()) == datetime(2022, 3, 28, 8, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        stored(datetime(2022, 3, 28, 10), Instant())  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize("number", [Fraction(1, 3), Fraction(0), Fraction("82.5")])
def test_a_fraction_is_kept_exactly(app: Flask, number: Fraction) -> None:
    assert stored(number, Exact()) == number


def test_a_float_is_refused(app: Flask) -> None:
    with pytest.raises(sa.exc.StatementError, match="not exact"):
        stored(0.1, Exact())


def test_two_readers_do_not_wait_for_a_writer(app: Flask) -> None:
    with db.engine.connect() as writer:
        writer.execute(sa.text("SELECT 1"))
        with reading(), db.engine.connect() as reader:
            assert reader.scalar(sa.text("SELECT 1")) == 1


@pytest.mark.parametrize("personal", [None, {"reason": "ill"}])
def test_writing_while_reading_is_a_programming_error(app: Flask, personal: dict[str, str] | None) -> None:
    with reading(), pytest.raises(RuntimeError, match="reads only"):
        _record_at_once(personal)


def _record_at_once(personal: dict[str, str] | None) -> None:
    audit.record("test.happened", "test:1", actor=SYSTEM, now=datetime(2022, 3, 1, tzinfo=UTC), personal=personal)
    session.flush()


def test_what_is_written_to_return_rows_is_no_reading(app: Flask) -> None:
    row = {"at": datetime(2022, 3, 1, tzinfo=UTC), "action": "test", "subject": "test:1"}
    made: Any = sa.insert(AuditEntry.__table__).returning(AuditEntry.id)  # type: ignore[arg-type]  # a Table, typed as FromClause
    for _ in range(3):
        with reading(), pytest.raises(RuntimeError, match="reads only"):
            rows_of(made, **row)
    assert len(rows_of(made, **row)) == 1


def test_sqlite_survives_a_power_cut_after_commit(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a setting of SQLite only")
    assert session.scalar(sa.text("PRAGMA synchronous")) == 2
    assert session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
    assert session.scalar(sa.text("PRAGMA foreign_keys")) == 1
