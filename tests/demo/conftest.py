"""The demonstration, loaded once and lent to each test as a copy: loading it takes longer than most tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.shared import clock
from app.shared.database import db, session
from tests.demo.loading import loaded


@dataclass
class Kept:
    """Where the copy lies, and when the demonstration was loaded; None: not yet."""

    folder: Path
    at: datetime | None = None


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The copy that the tests of a process share."""
    return Kept(tmp_path_factory.mktemp("demo") / "loaded")


@pytest.fixture
def demo(app: Flask, settings: Settings, kept: Kept) -> datetime:
    """The moment at which the demonstration was loaded into the database of this test."""
    if not settings.uses_sqlite:
        return _loaded_now()
    if kept.at is None:
        kept.at = _loaded_now()
        _between_connections(lambda: shutil.copytree(settings.data_dir, kept.folder))
    else:
        _between_connections(lambda: shutil.copytree(kept.folder, settings.data_dir, dirs_exist_ok=True))
    return kept.at


def _loaded_now() -> datetime:
    now = clock.now()
    loaded(now)
    return now


def _between_connections(act: Callable[[], object]) -> None:
    """Do something with the files of the database while nobody has them open."""
    session.remove()
    db.engine.dispose()
    act()
