"""Fixtures: an application on each database asked for, emptied for every test from one prepared copy."""

from __future__ import annotations

import contextvars
import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import flask_migrate
import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.shared import limits
from app.shared.database import Base, db
from app.shared.database import session as db_session

NOW = datetime(2022, 3, 20, 12, 0, tzinfo=UTC)
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)  # how busy the machine is decides no test
hypothesis.settings.register_profile("same", hypothesis.settings.get_profile("suite"), derandomize=True, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


class Browser(FlaskClient):
    """A client whose every request starts afresh, as in production: no context, `g` or session of the test's own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request after storing what the test did so far."""
        db_session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql", "both"), default="sqlite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        kinds = ("sqlite", "postgresql") if asked == "both" else (asked,)
        params = [pytest.param(kind, marks=pytest.mark.database) for kind in kinds]
        metafunc.parametrize("database_kind", params, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are processors: a test that drives a browser waits half of its time."""
    return (os.cpu_count() or 1) + 1


LONGEST_NAME = 80


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long parameter by its length: some are megabytes, and every process of a run is told every name."""
    return f"{argname}-of-{len(val)}" if isinstance(val, str | bytes) and len(val) > LONGEST_NAME else None


def pytest_collection_finish() -> None:
    """Put what is loaded by now out of the garbage collector's sight: each of its rounds would look through it all."""
    gc.collect()
    gc.freeze()


class Compiled(BytecodeCache):
    """Templates that were compiled before, in this process: applications of other tests need not do it again."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept, if anything is."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def prepared(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a database that has its tables and nothing in them."""
    folder = tmp_path_factory.mktemp("prepared")
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": "for tests only " * 3, "SCHEDULER": "off", "LOG_LEVEL": "WARNING"}
    name = f"ecampus_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    if database_kind == "postgresql":
        recreate_database(name)
        environ["DATABASE_URL"] = sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    settings = Settings.read(environ)
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    yield settings
    if database_kind == "postgresql":
        drop_database(name)


@pytest.fixture(scope="session")
def home(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the one application that tests share, one after the other."""
    return on_folder(prepared, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def shared_app(home: Settings) -> Iterator[Flask]:
    """The application that tests share: making one takes longer than most tests."""
    app = make_app(home)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def settings(prepared: Settings, home: Settings) -> Settings:
    """Settings of an empty database and a folder with nothing else in it."""
    shutil.rmtree(home.data_dir)
    home.data_dir.mkdir()
    if prepared.uses_sqlite:
        shutil.copy(prepared.data_dir / "ecampus.sqlite3", home.data_dir / "ecampus.sqlite3")
    return home


@pytest.fixture
def app(shared_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application on an empty database. A test that changes the application itself asks for `own_app`."""
    yield from serving(shared_app, settings)


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    """An application of this test alone, on an empty database."""
    app = make_app(settings)
    yield from serving(app, settings)
    with app.app_context():
        db.engine.dispose()


def on_folder(settings: Settings, folder: Path) -> Settings:
    """Return the settings of another folder; a database on a server stays the same."""
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": settings.secret_key, "SCHEDULER": "off", "LOG_LEVEL": "WARNING"}
    return Settings.read(environ if settings.uses_sqlite else {**environ, "DATABASE_URL": settings.database_url})


def make_app(settings: Settings) -> Flask:
    """Return an application whose test clients behave like browsers."""
    app = create_app(settings)
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = Compiled()
    return app


def serving(app: Flask, settings: Settings) -> Iterator[Flask]:
    """Lend `app` to one test."""
    limits.set_up(app, settings)
    with app.app_context():
        if not settings.uses_sqlite:
            _empty()
        yield app
        db_session.remove()
        if settings.uses_sqlite or db.engine.pool.checkedout():
            db.engine.dispose()  # a server's connection stays for the next test: to know 77 tables costs it most
    limits.limiter.reset()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """Runs `flask` commands."""
    return app.test_cli_runner()


def recreate_database(name: str) -> None:
    """Make an empty database on the PostgreSQL server; skip the test where there is no server."""
    try:
        drop_database(name)
        with _server().connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
            connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit TO off'))
    except sa.exc.OperationalError as error:
        pytest.skip(f"no PostgreSQL at TEST_POSTGRESQL_URL ({POSTGRESQL}): {error.orig}")


def drop_database(name: str) -> None:
    """Drop a database of the PostgreSQL server, whoever is connected to it."""
    with _server().connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _server() -> sa.Engine:
    url = sa.make_url(POSTGRESQL).set(drivername="postgresql+psycopg")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)


def _empty() -> None:
    """Take every row out of what the test before used: far quicker than TRUNCATE, which makes every file anew."""
    tables = [table.name for table in Base.metadata.sorted_tables]
    parts = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables]
    used = db_session.scalars(sa.text(" UNION ALL ".join(parts))).all()
    db_session.execute(sa.text("SET LOCAL session_replication_role = replica"))  # neither triggers nor references
    for name in used:
        db_session.execute(sa.text(f"DELETE FROM {name}"))
    db_session.execute(sa.text("SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence"))
    db_session.commit()
