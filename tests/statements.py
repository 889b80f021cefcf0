"""Counts the statements that reach the database, so that no read grows with the number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.shared.database import db

_NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement that runs inside: `with statements() as seen: ...; assert len(seen) <= 5`."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _executemany) -> None:
        if not statement.startswith(_NOT_COUNTED):
            seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
