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


def test_who_is_in_a_group_when_histories_begin_gets_a_stay_and_who_speaks_for_it_a_term(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    result = bare.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    migrate(bare, "downgrade", "0003")
    session.execute(sa.text("UPDATE enrolments SET withdrawn_at = enrolled_at WHERE id = 2"))
    session.commit()
    migrate(bare, "upgrade", "0006")
    in_groups = "SELECT id, group_id FROM enrolments WHERE group_id IS NOT NULL AND withdrawn_at IS NULL ORDER BY id"
    stays = "SELECT enrolment_id, group_id FROM group_memberships WHERE left_at IS NULL ORDER BY enrolment_id"
    assert session.execute(sa.text(stays)).all() == session.execute(sa.text(in_groups)).all() != []
    terms = session.execute(sa.text("SELECT enrolment_id, group_id FROM ambassador_terms ORDER BY 1")).all()
    speaking = session.execute(sa.text("SELECT id, group_id FROM enrolments WHERE ambassador ORDER BY 1")).all()
    assert terms == speaking
    assert len(terms) == 8


MARKS = """
INSERT INTO marks (id, course_id, piece_id, subject_kind, subject_id, round, marker_id, state, criteria, comments,
                   comment, version, saved_at, finalised_at)
SELECT {id}, 1, (SELECT min(id) FROM pieces), 'essay', {subject}, 'first', {marker}, '{state}', '{{}}', '{{}}', '', 1,
       created_at, {finalised} FROM people WHERE id = 1
"""
VERSIONS = """
INSERT INTO mark_versions (id, mark_id, number, state, criteria, comments, comment, saved_at, saved_by)
SELECT {id}, {id}, 1, '{state}', '{{}}', '{{}}', '', created_at, {marker} FROM people WHERE id = 1
"""
ASIDE = (
    (1, 8001, 1, "aside"),
    (2, 8001, 2, "final"),
    (3, 8002, 1, "aside"),
    (4, 8003, 1, "aside"),
    (5, 8003, 2, "aside"),
)


def test_a_draft_that_was_set_aside_is_a_draft_again_unless_somebody_has_its_place(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    result = bare.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    for number, subject, marker, state in ASIDE:
        given = {"id": 9000 + number, "subject": subject, "marker": marker, "state": state}
        for statement in (MARKS, VERSIONS):
            finalised = "created_at" if state == "final" else "NULL"
            session.execute(sa.text(statement.format(**given, finalised=finalised)))
    session.commit()
    migrate(bare, "downgrade", "0009")
    left = "SELECT id, state FROM {} WHERE id > 9000 ORDER BY id"
    for table in ("marks", "mark_versions"):
        found = session.execute(sa.text(left.format(table))).all()
        assert found == [(9002, "final"), (9003, "draft"), (9005, "draft")]
    migrate(bare, "upgrade", "head")
    assert len(session.execute(sa.text(left.format("marks"))).all()) == 3


def test_results_that_are_there_are_kept_from_change_from_then_on(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    run = bare.test_cli_runner()
    for args in (["demo", "load"], ["courses", "close", "A9714776"]):
        result = run.invoke(args=args)
        assert result.exit_code == 0, result.output
    migrate(bare, "downgrade", "0009")
    changed = session.execute(sa.text("UPDATE results SET reason = 'x'")).rowcount
    assert changed
    session.commit()
    migrate(bare, "upgrade", "head")
    for verb in ("UPDATE results SET reason = ''", "DELETE FROM results"):
        with pytest.raises(sa.exc.DBAPIError, match="results is append-only"):
            session.execute(sa.text(verb))
        session.rollback()
    assert session.scalar(sa.text("SELECT count(*) FROM results WHERE reason = 'x'")) == changed


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_audit_trail_of_a_migrated_database_refuses_change(bare: Flask, statement: str) -> None:
    migrate(bare, "upgrade", "head")
    result = bare.test_cli_runner().invoke(args=["accounts", "create", "a@b.example"])
    assert result.exit_code == 0, result.output
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()


def test_a_mail_that_came_too_late_counts_as_given_up_when_the_word_for_it_goes(bare: Flask) -> None:
    migrate(bare, "upgrade", "head")
    instant = (
        "2022-03-20 12:00:00.000000+00" if db.engine.dialect.name == "postgresql" else "2022-03-20 12:00:00.000000"
    )
    for number, state in enumerate(("queued", "sent", "expired"), 1):
        session.execute(sa.text(MAIL.format(number=number, state=state, instant=instant)))
    session.commit()
    migrate(bare, "downgrade", "0010")
    states = "SELECT state FROM outbox_messages ORDER BY id"
    assert session.scalars(sa.text(states)).all() == ["queued", "sent", "failed"]
    migrate(bare, "upgrade", "head")
    assert session.scalars(sa.text("SELECT expires_at FROM outbox_messages")).all() == [None, None, None]


MAIL = """
INSERT INTO outbox_messages (id, dedupe_key, address, language, zone, template, params, state, attempts,
                             next_attempt_at, created_at, expires_at)
VALUES ({number}, 'reset:{number}', 'a@example.org', 'en', 'UTC', 'reset', '{{}}', '{state}', 0,
        '{instant}', '{instant}', '{instant}')
"""
