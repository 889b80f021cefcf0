"""How Alembic runs here: on the application's own engine, one transaction for all, nothing half done.

On PostgreSQL a migration waits two seconds at most for a lock, so that it never queues behind, and then blocks, the
people at work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON, Connection, text

from app.shared.database import Base, Exact, Instant, db


def rendered(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are stored as: a migration never depends on the code of a later day."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Exact):
        return "sa.String(length=80)"
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run() -> None:
    """Bring the database of the current application to the revision asked for."""
    with db.engine.connect() as connection, _constraints_at_the_end(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=False,
            render_item=rendered,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_references(connection)


@contextmanager
def _constraints_at_the_end(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to; on PostgreSQL bound the wait for locks."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET lock_timeout = '2s'"))
        connection.commit()
        yield
        return
    raw = connection.connection.cursor()  # outside any transaction: inside one, SQLite ignores this setting
    raw.execute("PRAGMA foreign_keys=OFF")
    yield
    raw.execute("PRAGMA foreign_keys=ON")
    raw.close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise RuntimeError(f"rows refer to rows that are not there: {broken[:5]}")


run()
