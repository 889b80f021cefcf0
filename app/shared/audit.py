"""The audit trail: who did what, when, to what, before and after. Append-only; sealed into a hash chain by a sweep.

The chain is made after the commit, because a chain inside it would let one writer through at a time. Personal values
enter as salted hashes: value and salt stand in a side table that erasure may empty without breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, String, event, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.shared.database import Base, session, take_turn, write_rows
from app.shared.logs import request_id
from app.shared.permissions import Actor


class AuditEntry(Base):
    """One thing that was done. Never changed, never deleted: triggers refuse it."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    course_id: Mapped[int | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    request_id: Mapped[str | None] = mapped_column(String(40))


class AuditPersonalValue(Base):
    """A personal value behind a hash in an audit entry, with its salt. Without the row the hash means nothing."""

    __tablename__ = "audit_personal_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(String(60))
    salt: Mapped[str] = mapped_column(String(44))
    value: Mapped[str]
    entry: Mapped[AuditEntry] = relationship()


class AuditSeal(Base):
    """One link of the chain: the digest over the link before and the entry's content."""

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))


_ENTRY = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # a Table, typed as FromClause


def record(
    action: str,
    subject: str,
    *,
    actor: Actor,
    now: datetime,
    course_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    person_id: int | None = None,
) -> None:
    """Add one entry in the caller's transaction.

    `subject` names the thing as `kind:id`. `personal` are values about `person_id` that must be erasable: the entry
    gets their salted hashes under the same names in `after`.
    """
    salted = {name: (secrets.token_urlsafe(32), value) for name, value in (personal or {}).items()}
    hashes = {name: {"sha256": _salted_hash(salt, value)} for name, (salt, value) in salted.items()}
    values = {
        "at": now,
        "actor_id": actor.person_id,
        "action": action,
        "subject": subject,
        "course_id": course_id,
        "before": dict(before) if before is not None else None,
        "after": {**(after or {}), **hashes} if after is not None or hashes else None,
        "request_id": request_id(),
    }
    if not salted:
        write_rows(_ENTRY, [values])
        return
    entry = AuditEntry(**values)
    session.add(entry)
    session.add_all(
        AuditPersonalValue(entry=entry, person_id=person_id, field=name, salt=salt, value=value)
        for name, (salt, value) in salted.items()
    )


def seal(limit: int = 1000) -> int:
    """Seal up to `limit` committed entries that no link covers yet; return how many. Any node may call it."""
    take_turn("audit-seal")
    last = session.scalars(select(AuditSeal).order_by(AuditSeal.position.desc()).limit(1)).first()
    position, digest = (last.position, last.digest) if last else (0, "")
    unsealed = session.scalars(
        select(AuditEntry)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditSeal.position.is_(None))
        .order_by(AuditEntry.id)
        .limit(limit)
    ).all()
    for entry in unsealed:
        position, digest = position + 1, _digest(digest, entry)
        session.add(AuditSeal(position=position, entry_id=entry.id, digest=digest))
    session.flush()
    return len(unsealed)


def counts() -> tuple[int, int]:
    """Return how many entries are sealed, and how many wait for the next sweep."""
    sealed = session.scalar(select(func.count()).select_from(AuditSeal)) or 0
    return sealed, (session.scalar(select(func.count()).select_from(AuditEntry)) or 0) - sealed


def broken_links() -> list[int]:
    """Return the positions at which the chain does not hold: an entry was changed, a link is missing or forged."""
    broken: list[int] = []
    digest, expected = "", 1
    rows = session.execute(
        select(AuditSeal, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.position)
        .execution_options(yield_per=500)
    )
    for link, entry in rows:
        if link.position != expected or entry is None or link.digest != _digest(digest, entry):
            broken.append(link.position)
        digest, expected = link.digest, link.position + 1
    return broken


def _salted_hash(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}\0{value}".encode()).hexdigest()


def _digest(previous: str, entry: AuditEntry) -> str:
    content = [
        entry.id,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.course_id,
        entry.before,
        entry.after,
        entry.request_id,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def guards(table: str) -> list[tuple[str, str]]:
    """Return (engine, statement) pairs that make `table` refuse UPDATE and DELETE."""
    sqlite = [
        (
            "sqlite",
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        )
        for verb in ("UPDATE", "DELETE")
    ]
    function = (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    return [*sqlite, ("postgresql", function), ("postgresql", trigger)]


def _ddl(statement: str) -> DDL:
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


for _table in (AuditEntry.__table__, AuditSeal.__table__):
    for _engine, _statement in guards(_table.name):  # type: ignore[attr-defined]  # a Table, typed as FromClause
        event.listen(_table, "after_create", _ddl(_statement).execute_if(dialect=_engine))
