"""Statements made once give the rows that SQLAlchemy gives, and fail as its statements do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.shared.audit import AuditEntry, AuditPersonalValue, AuditSeal
from app.shared.database import rows_of, session, write_rows
from tests.statements import statements

NOW = datetime(2022, 3, 1, 12, 30, 0, 123456, tzinfo=UTC)
_ENTRY: Any = AuditEntry.__table__
_C = _ENTRY.c
_INSERT = insert(_ENTRY)
_SOME = (
    select(_C.id, _C.at, _C.subject, _C.before, (_C.course_id + 1).label("next"))
    .where(_C.id.in_(bindparam("ids", expanding=True)), _C.at < bindparam("until", type_=_C.at.type))
    .where(_C.action.in_(["first", "second"]))
    .order_by(_C.id)
)
_VALUE: Any = AuditPersonalValue.__table__
_CHANGED = update(_VALUE).where(_VALUE.c.field == bindparam("wanted")).values(value=bindparam("put"))
_VALUES = insert(_VALUE)
_SEAL: Any = insert(AuditSeal.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause


@pytest.fixture
def entries(app: Flask) -> list[int]:
    rows = [
        {"at": NOW + timedelta(days=number), "action": action, "subject": f"é:{number}", "course_id": number}
        | {"before": {"points": str(Fraction(number, 3))}}
        for number, action in enumerate(("first", "second", "third", "first"))
    ]
    for row in rows:
        assert write_rows(_INSERT, [row]) == 1
    return list(session.scalars(select(_C.id).order_by(_C.id)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(chosen=st.lists(st.integers(0, 9), max_size=6), days=st.integers(-1, 9))
def test_rows_are_those_that_sqlalchemy_gives(entries: list[int], chosen: list[int], days: int) -> None:
    ids = [entries[one] if one < len(entries) else 1000 + one for one in chosen]
    values = {"ids": ids, "until": NOW + timedelta(days=days)}
    theirs = session.connection().execute(_SOME, values).all()
    for _ in range(2):  # made, then found
        ours = rows_of(_SOME, **values)
        assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
        assert [dict(row._mapping) for row in ours] == [dict(row._mapping) for row in theirs]
        assert [(row.at, row.next) for row in ours] == [(row.at, row.next) for row in theirs]


def test_what_is_listened_to_is_heard(entries: list[int]) -> None:
    for _ in range(3):
        with statements() as seen:
            rows_of(_SOME, ids=entries, until=NOW)
        assert len(seen) == 1


def test_a_value_that_is_missing_is_an_error(entries: list[int]) -> None:
    for _ in range(2):
        rows_of(_SOME, ids=entries, until=NOW)
    with pytest.raises(KeyError, match="until"):
        rows_of(_SOME, ids=entries)


def test_rows_written_are_counted(entries: list[int]) -> None:
    fields = [{"entry_id": entries[0], "field": name, "salt": "s", "value": "v"} for name in ("one", "two", "two")]
    write_rows(insert(_VALUE), fields)
    for turn in range(3):
        for name, rows in (("none", 0), ("one", 1), ("two", 2)):
            assert write_rows(_CHANGED, [{"wanted": name, "put": f"{name} {turn}"}]) == rows
    for turn in range(3):
        write_rows(_CHANGED, [{"wanted": "one", "put": f"a {turn}"}, {"wanted": "none", "put": "b"}])
        assert sorted(session.scalars(select(_VALUE.c.value))) == [f"a {turn}", "two 2", "two 2"]


def test_many_rows_fail_together(entries: list[int]) -> None:
    session.commit()
    row = {"entry_id": entries[0], "field": "one", "salt": "s", "value": "v"}
    for _ in range(3):
        with pytest.raises(IntegrityError):
            write_rows(_VALUES, [row, {**row, "entry_id": None}])
        session.rollback()
        write_rows(_VALUES, [row, row])
        assert session.scalars(select(_VALUE.c.value)).all() == ["v", "v"]
        session.rollback()


def test_it_fails_as_every_statement_does(entries: list[int]) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError):
            write_rows(_SEAL, [{"position": 1, "entry_id": 9999, "digest": "x"}])
        session.rollback()
