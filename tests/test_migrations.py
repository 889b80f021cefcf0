"""Migrations: one head, the same tables as the models, up and down, with data in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app import create_app
from app.config import Settings
from app.shared.database import Base, db, session
from tests.conftest import POSTGRESQL, drop_database, recreate_database

NAME = f"ecampus_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture
def bare(database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without a single table."""
    environ = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "for tests only " * 3, "SCHEDULER": "off"}
    if database_kind == "postgresql":
        recreate_database(NAME)
        environ["DATABASE_URL"] = sa.make_url(POSTGRESQL).set(database=NAME).render_as_string(hide_password=False)
    app = create_app(Settings.read(environ))
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()
    if database_kind == "postgresql":
        drop_database(NAME)


def migrate(app: Flask, verb: str, revision: str) -> None:
    session.remove()
    getattr(alembic.command, verb)(app.extensions["migrate"].migrate.get_config(), revision)


def test_there_is_one_head(bare: Flask) -> None:
    script = ScriptDirectory.from_config(bare.extensions["migrate"].migrate.get_config())
    assert len(script.get_heads()) == 1


def test_what_migrations_make_is_what_the_models_say(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_all_of_it_goes_down_again(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    migrate(bare, "downgrade", "base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    migrate(bare, "upgrade", "head")


def test_every_step_goes_down_and_up_with_a_whole_cohort_in_the_tables(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    result = bare.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    people = session.scalar(sa.text("SELECT count(*) FROM people"))
    assert people
    revisions = list(ScriptDirectory.from_config(bare.extensions["migrate"].migrate.get_config()).walk_revisions())
    for _ in revisions[:-1]:
        migrate(bare, "downgrade", "-1")
        migrate(bare, "upgrade", "+1")
        assert session.scalar(sa.text("SELECT count(*) FROM people")) == people
    migrate(bare, "downgrade", "base")


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_audit_trail_of_a_migrated_database_refuses_change(bare: Flask, statement: str) -> None:
    migrate(bare, "upgrade", "head")
    result = bare.test_cli_runner().invoke(args=["accounts", "create", "a@b.example"])
    assert result.exit_code == 0, result.output
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()
