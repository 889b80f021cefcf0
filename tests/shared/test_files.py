"""Files that people hand in: a row for each, and never a row without its file."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Settings, SettingsError
from app.shared import files
from app.shared.database import session
from app.shared.errors import NotFound
from tests import cast
from tests.conftest import NOW
from tests.courses.cast import small_course


@pytest.fixture
def kept(app: Flask) -> files.FileValue:
    person = cast.enter(cast.AMINA)
    content = b"an essay"
    return files.keep(
        content, course_id=small_course().id, owner_id=person.id, name="my essay.txt", media_type="text/plain", now=NOW
    )


def stored(app: Flask) -> list[Path]:
    return sorted(path for path in Path(app.extensions["settings"].storage_url).glob("??/*"))


def test_a_file_comes_back_as_it_was(kept: files.FileValue) -> None:
    assert files.content_of(kept.id) == b"an essay"
    assert files.get_file(kept.id) == kept
    assert (kept.size, kept.name) == (8, "my essay.txt")


def test_the_name_on_disk_is_ours(app: Flask, kept: files.FileValue) -> None:
    (path,) = stored(app)
    assert "essay" not in path.name


def test_what_a_failed_transaction_left_is_swept_a_day_later(app: Flask, kept: files.FileValue) -> None:
    session.commit()
    (whole,) = stored(app)
    files.keep(b"lost", course_id=kept.course_id, owner_id=kept.owner_id, name="x", media_type="text/plain", now=NOW)
    session.rollback()
    (whole.parent / f"{whole.name}.partial").write_bytes(b"half")
    assert len(stored(app)) == 3

    for path in stored(app):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert files.sweep(NOW + timedelta(hours=23)) == 0
    assert files.sweep(NOW + timedelta(hours=25)) == 2
    assert stored(app) == [whole]
    assert files.content_of(kept.id) == b"an essay"


def test_a_file_that_is_forgotten_is_swept_a_day_later(app: Flask, kept: files.FileValue) -> None:
    files.forget(kept.id)
    files.forget(kept.id)
    session.commit()
    with pytest.raises(NotFound):
        files.get_file(kept.id)
    (path,) = stored(app)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert files.sweep(NOW + timedelta(hours=25)) == 1
    assert stored(app) == []


def test_no_row_is_no_file(app: Flask) -> None:
    with pytest.raises(NotFound):
        files.content_of(1)


@pytest.mark.parametrize(
    "url", ["ftp://bucket", "s3://", "s3:///prefix", "s3://key:secret@bucket", "s3://bucket?acl=public"]
)
def test_a_store_that_this_version_cannot_use_stops_the_start(settings: Settings, url: str) -> None:
    wrong = replace(settings, storage_url=url)
    with pytest.raises(SettingsError, match="STORAGE_URL"):
        create_app(wrong)
