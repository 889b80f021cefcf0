"""The client that kills uploads: a short round of it, and its checker finds each bug that is planted (I15)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.shared.database import db, session
from benchmarks.faults import kill_upload
from benchmarks.faults.kill_upload import POINTS, Row, faults_of

WHOLE = b"An essay."
ROW = Row(1, "k", len(WHOLE), hashlib.sha256(WHOLE).hexdigest())


def stored(content: bytes | None) -> Callable[[str], bytes | None]:
    return lambda _key: content


def test_what_is_as_it_should_be_is_no_fault() -> None:
    assert faults_of([ROW], stored(WHOLE), 1, 1) == []


@pytest.mark.parametrize(
    ("rows", "content", "left", "acknowledged"),
    [
        ([ROW], None, 1, 1),
        ([ROW], WHOLE[:4], 1, 1),
        ([ROW], b"Another!.", 1, 1),
        ([ROW], WHOLE, 2, 1),
        ([ROW], WHOLE, 1, 2),
    ],
    ids=["no file", "half a file", "another file", "a file that the sweep left", "an upload that is gone"],
)
def test_each_planted_bug_is_found(rows: list[Row], content: bytes | None, left: int, acknowledged: int) -> None:
    assert len(faults_of(rows, stored(content), left, acknowledged)) == 1


def test_one_kill_at_each_point_leaves_nothing_dangling(app: Flask, settings: Settings, tmp_path: Path) -> None:
    if not settings.uses_sqlite:
        pytest.skip("one engine is enough: what dies is this side of the database")
    session.remove()
    db.engine.dispose()
    faults, told = kill_upload.run(tmp_path, rounds=1)
    assert faults == []
    assert told["killed"] >= len(POINTS)
    assert told["rows"] >= 2
