"""Statements of several requests in one transaction: all told after the commit, each its own outcome."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.shared.audit import AuditEntry, AuditSeal
from app.shared.database import db, look_again, reading, session, write_together
from app.shared.together import GroupCommit

ENTRY: Any = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause
SEAL: Any = insert(AuditSeal.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause


def entry(subject: str) -> dict[str, Any]:
    return {"at": datetime(2022, 3, 1, tzinfo=UTC), "action": "test", "subject": subject}


NO_SUCH_ENTRY = {"position": 1, "entry_id": 99, "digest": "x"}


def subjects() -> set[str]:
    session.rollback()
    found = set(session.scalars(select(AuditEntry.subject)))
    session.rollback()
    return found


@pytest.fixture
def group(app: Flask) -> GroupCommit:
    session.remove()
    return GroupCommit(db.engine)


@pytest.fixture
def commits(app: Flask) -> Iterator[list[int]]:
    """One element a commit."""
    seen: list[int] = []

    def note(_connection: object) -> None:
        seen.append(1)

    event.listen(db.engine, "commit", note)
    yield seen
    event.remove(db.engine, "commit", note)


def write_at_once(group: GroupCommit, *work: tuple[Any, dict[str, Any]]) -> list[object]:
    """Let everybody wait until all do; return what each was told: rows written, or the kind of its error."""
    told: list[object] = [None] * len(work)

    def write(place: int, statement: object, values: dict[str, Any]) -> None:
        try:
            told[place] = group.write(statement, values)  # type: ignore[arg-type]
        except (IntegrityError, OperationalError) as error:
            told[place] = type(error)

    threads = [threading.Thread(target=write, args=(place, *one)) for place, one in enumerate(work)]
    with group._writing:
        for thread in threads:
            thread.start()
        while len(group._waiting) < len(work):
            threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    return told


def test_those_who_wait_share_one_commit(group: GroupCommit, commits: list[int]) -> None:
    names = {f"thing:{number}" for number in range(6)}
    assert write_at_once(group, *((ENTRY, entry(name)) for name in names)) == [1] * 6
    assert len(commits) == 1
    assert subjects() == names


def test_what_fails_fails_alone(group: GroupCommit) -> None:
    told = write_at_once(
        group, (ENTRY, entry("thing:1")), (SEAL, NO_SUCH_ENTRY), (ENTRY, entry("thing:2")), (SEAL, NO_SUCH_ENTRY)
    )
    assert sorted(map(str, told)) == sorted(map(str, [1, IntegrityError, 1, IntegrityError]))
    assert subjects() == {"thing:1", "thing:2"}


def test_nobody_is_told_of_a_commit_that_failed(group: GroupCommit, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.engine.connect() as connection:
        driven: Any = connection.connection
        kind, error = type(driven.driver_connection), connection.dialect.loaded_dbapi.OperationalError

    def fail(_connection: object) -> None:
        raise error("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(kind, "commit", fail)
        told = write_at_once(group, (ENTRY, entry("thing:1")), (ENTRY, entry("thing:2")))
    assert told == [OperationalError, OperationalError]
    assert subjects() == set()
    assert group.write(ENTRY, entry("thing:3")) == 1


def test_a_request_that_reads_writes_and_commits_at_once(app: Flask) -> None:
    with reading():
        assert session.scalars(select(AuditEntry.subject)).all() == []
        assert write_together(ENTRY, entry("thing:1")) == 1
        look_again()
        assert session.scalars(select(AuditEntry.subject)).all() == ["thing:1"]
        session.rollback()
    assert subjects() == {"thing:1"}


def test_a_request_that_writes_commits_nothing_before_its_end(app: Flask) -> None:
    assert write_together(ENTRY, entry("thing:1")) == 1
    session.rollback()
    assert subjects() == set()


def test_a_database_that_lets_nobody_write_is_waited_for_once_and_all_are_told(
    group: GroupCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lets one writer in at a time")
    group.write(ENTRY, entry("thing:1"))  # so that the statement has been made
    tries: list[str] = []
    with db.engine.connect() as connection:
        driven: Any = connection.connection
        kind, error = type(driven.driver_connection), connection.dialect.loaded_dbapi.OperationalError

    def refuse(connection: Any, *more: object) -> Any:
        tries.append(str(more))
        raise error("database is locked")

    with monkeypatch.context() as shut:
        shut.setattr(kind, "begin_writing", refuse)
        told = write_at_once(group, *[(ENTRY, entry(f"subject:{place}")) for place in range(8)])
    assert told == [OperationalError] * 8
    assert len(tries) == 1
    assert subjects() == {"thing:1"}
