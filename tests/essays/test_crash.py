"""A server that dies in the middle of an upload: a row never lacks its file, and what is left over is swept (I15)."""

from __future__ import annotations

import multiprocessing
import os
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import Settings
from app.essays import service
from app.shared import files
from app.shared.database import db, session
from app.shared.files import StoredFile
from app.shared.permissions import Actor
from tests.conftest import NOW
from tests.essays.cast import Writing, essay_course
from tests.essays.documents import docx

POINTS = ("before the file", "half the file", "before the name", "before the row", "before the commit", "after it")


def die(*_: object, **__: object) -> None:
    """End as a lost machine does: nothing is tidied up."""
    os._exit(9)


def _upload(settings: Settings, code: str, actor: Actor, point: str) -> None:
    from app.courses.queries import get_course  # noqa: PLC0415 - in the process that dies

    with create_app(settings).app_context():
        course = get_course(code)
        upload = service.examine_upload(course, docx(), "x", actor=actor, now=NOW)
        session.commit()
        _arm(point)
        service.keep_upload(course, upload, actor=actor, now=NOW)
        if point == "before the commit":
            die()
        session.commit()
        die()


def _arm(point: str) -> None:
    if point == "before the file":
        files.FolderStore.put = die
    elif point == "half the file":
        os.fsync = die
    elif point == "before the name":
        Path.rename = die
    elif point == "before the row":
        files.StoredFile.__init__ = die


@pytest.mark.parametrize("point", POINTS)
def test_no_row_lacks_its_file(app: Flask, settings: Settings, point: str) -> None:
    if not settings.uses_sqlite:
        pytest.skip("one engine is enough: what dies is this side of the database")
    writing: Writing = essay_course()
    actor = writing.actor()
    session.remove()
    db.engine.dispose()
    process = multiprocessing.get_context("fork").Process(
        target=_upload, args=(settings, writing.course.code, actor, point)
    )
    process.start()
    process.join()
    assert process.exitcode == 9

    rows = list(session.scalars(sa.select(StoredFile)))
    assert len(rows) == (point == "after it")
    for row in rows:
        assert files.content_of(row.id) == docx()
    store = Path(settings.storage_url)
    for path in store.glob("??/*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    files.sweep(NOW + timedelta(days=2))
    assert len(list(store.glob("??/*"))) == len(rows)
