"""What somebody with a shell on the database can do: the guards of a table lifted while something is forged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.shared.database import session


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Lift the triggers that keep rows of `tables` as they are; what is done inside is committed."""
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        _switch("DISABLE", tables)
        session.commit()
        try:
            yield
        finally:
            session.commit()
            _switch("ENABLE", tables)
            session.commit()
        return
    made = []
    for table in tables:
        found = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
        made += session.execute(found, {"table": table}).all()
    for name, _ in made:
        session.execute(sa.text(f"DROP TRIGGER {name}"))
    try:
        yield
    finally:
        for _, statement in made:
            session.execute(sa.text(statement))
        session.commit()


def _switch(verb: str, tables: tuple[str, ...]) -> None:
    for table in tables:
        session.execute(sa.text(f"ALTER TABLE {table} {verb} TRIGGER {table}_append_only"))
