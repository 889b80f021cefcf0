"""The audit trail: appended to, sealed into a chain, and nothing else."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.rules import NewPerson
from app.accounts.service import upsert_people
from app.config import Settings
from app.shared import audit
from app.shared.audit import AuditEntry, AuditPersonalValue, AuditSeal
from app.shared.database import db, session
from app.shared.permissions import SYSTEM, Actor
from tests.conftest import NOW


def write(*actions: str, after: dict[str, Any] | None = None) -> None:
    for action in actions:
        audit.record(action, "thing:1", actor=Actor(7, "person:7"), now=NOW, course_id=3, after=after)
    session.commit()


def as_owner(settings: Settings, statement: str) -> None:
    """Do what only the owner of the database can: without triggers and foreign keys."""
    session.commit()
    if not settings.uses_sqlite:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))
        session.commit()
        return
    with closing(sqlite3.connect(settings.data_dir / "ecampus.sqlite3")) as owner:
        for table in ("audit_entries", "audit_seals"):
            for verb in ("update", "delete"):
                owner.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        owner.execute(statement)
        owner.commit()


def test_an_entry_says_who_what_when_and_to_what(app: Flask) -> None:
    write("mark", after={"percent": "80"})
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.at, entry.actor_id, entry.action, entry.subject, entry.course_id) == (NOW, 7, "mark", "thing:1", 3)
    assert (entry.before, entry.after) == (None, {"percent": "80"})


def test_an_entry_belongs_to_its_transaction(app: Flask) -> None:
    audit.record("mark", "thing:1", actor=SYSTEM, now=NOW)
    session.rollback()
    assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("table", ["audit_entries", "audit_seals"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_it(app: Flask, table: str, change: str) -> None:
    write("one")
    audit.seal()
    session.commit()
    column = "action = 'two'" if table == "audit_entries" else "digest = 'x'"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change.format(table, column)))
    session.rollback()
    assert session.scalars(select(AuditEntry.action)).all() == ["one"]


def test_what_is_sealed_holds(app: Flask) -> None:
    write("one", "two", after={"ü": [1, "2", None, 1.5], "a": {"b": True}})
    assert audit.seal() == 2
    session.commit()
    write("three")
    assert audit.counts() == (2, 1)
    assert audit.seal() == 1
    assert audit.seal() == 0
    session.commit()
    assert audit.counts() == (3, 0)
    assert audit.broken_links() == []


def test_a_sweep_seals_so_many_at_once(app: Flask) -> None:
    write(*"abcde")
    assert [audit.seal(2), audit.seal(2), audit.seal(2)] == [2, 2, 1]
    assert audit.broken_links() == []


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit_entries SET actor_id = 8 WHERE id = 2", [2]),
        ("UPDATE audit_entries SET action = 'nothing' WHERE id = 2", [2]),
        ('UPDATE audit_entries SET after = \'{"points": "99"}\' WHERE id = 2', [2]),
        ("UPDATE audit_entries SET request_id = 'x' WHERE id = 3", [3]),
        ("UPDATE audit_seals SET digest = 'forged' WHERE position = 2", [2, 3]),
        ("DELETE FROM audit_seals WHERE position = 2", [3]),
        ("DELETE FROM audit_entries WHERE id = 2", [2]),
    ],
)
def test_tampering_is_found(app: Flask, settings: Settings, tampering: str, broken: list[int]) -> None:
    write("one", "two", "three")
    audit.seal()
    session.commit()
    as_owner(settings, tampering)
    assert audit.broken_links() == broken


def test_a_chain_forged_with_a_changed_entry_is_found_by_the_next_link(app: Flask, settings: Settings) -> None:
    write("one", "two")
    audit.seal()
    session.commit()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
    assert entry is not None
    with session.no_autoflush:
        entry.action = "other"
        forged = audit._digest("", entry)
    session.rollback()
    as_owner(settings, "UPDATE audit_entries SET action = 'other' WHERE id = 1")
    as_owner(settings, f"UPDATE audit_seals SET digest = '{forged}' WHERE position = 1")
    assert audit.broken_links() == [2]


def test_personal_values_can_be_erased_without_breaking_the_chain(app: Flask) -> None:
    upsert_people([NewPerson("amina@ecampus.test", "Amina", "Banda")], actor=SYSTEM, now=NOW)
    upsert_people([NewPerson("amina@ecampus.test", "Amina", "Phiri")], actor=SYSTEM, now=NOW)
    session.commit()
    audit.seal()
    session.commit()
    kept = session.scalars(select(AuditPersonalValue).order_by(AuditPersonalValue.field)).all()
    assert [row.value for row in kept] == ["Phiri", "Banda"]
    entry = kept[0].entry
    assert entry.after is not None
    assert entry.after["family_name"] == {"sha256": audit._salted_hash(kept[0].salt, "Phiri")}
    for row in kept:
        session.delete(row)
    session.commit()
    assert audit.broken_links() == []


def test_the_same_value_never_has_the_same_hash(app: Flask) -> None:
    for _ in range(2):
        audit.record("x", "person:1", actor=SYSTEM, now=NOW, personal={"name": "Amina"}, person_id=None)
    session.commit()
    first, second = (entry.after for entry in session.scalars(select(AuditEntry)))
    assert first != second


def test_several_nodes_seal_each_entry_once(app: Flask) -> None:
    write(*(str(number) for number in range(30)))

    def node() -> None:
        with app.app_context():
            for _ in range(5):
                audit.seal(4)
                session.commit()

    threads = [threading.Thread(target=node) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.counts() == (30, 0)
    assert audit.broken_links() == []
    assert session.scalars(select(AuditSeal.position).order_by(AuditSeal.position)).all() == list(range(1, 31))
    db.session.remove()


def test_many_personal_entries_need_no_look_up_each(app: Flask) -> None:
    from tests.statements import statements  # noqa: PLC0415

    people = [NewPerson(f"p{number}@ecampus.test", "P", "Old") for number in range(200)]
    upsert_people(people, actor=SYSTEM, now=NOW)
    changed = [NewPerson(person.email, "P", "New") for person in people]
    with statements() as seen:
        upsert_people(changed, actor=SYSTEM, now=NOW + timedelta(days=1))
        session.commit()
    assert len([statement for statement in seen if statement.startswith("SELECT")]) <= 2
