"""Folders that features above own: how they are read, counted and loaded with the rest of a course."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from app.courses.rules import Definition, Part
from app.courses.service import handed_down, register_part
from app.shared.errors import Problem
from app.shared.wording import text
from tests.courses.materials.cast import FILES, spoiled, write_folder
from tests.courses.test_commands import told

pytestmark = pytest.mark.alike

LOADED: list[Any] = []


def read(files: Mapping[str, bytes], definition: Definition) -> tuple[list[str], list[Problem]]:
    faulty = [Problem(text("Not so."), where="x", line=3, file=name) for name, raw in files.items() if raw == b"bad"]
    return [f"{definition.code}/{name}" for name in files], faulty


@pytest.fixture(autouse=True)
def puzzles(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feature that owns the folder `puzzles`, and nothing else registered."""
    monkeypatch.setattr(handed_down, "_parts", {})
    LOADED.clear()
    register_part(
        Part(
            folder="puzzles",
            read=read,
            load=lambda course, data, actor, now: LOADED.append((course.code, data, actor.label)) or ["puzzle: new"],
            figures=lambda data, definition: [f"puzzles of {definition.code}: {len(data)}"],
            link="puzzle",
            keys=lambda data: [name.rpartition("/")[2].removesuffix(".txt") for name in data],
        )
    )


def test_its_files_are_read_by_their_names_in_the_folder_and_loaded_with_the_course(
    run: FlaskCliRunner, tmp_path: Path
) -> None:
    root = write_folder(tmp_path, {**FILES, "puzzles/one.txt": "good", "puzzles/deep/two.txt": "good"})
    assert "puzzles of SMALL-1: 2" in told(run.invoke(args=["courses", "check", str(root)]))
    assert LOADED == []
    told(run.invoke(args=["courses", "load", str(root)]))
    assert LOADED == [("SMALL-1", ["SMALL-1/deep/two.txt", "SMALL-1/one.txt"], "system")]
    assert "puzzle: new" in told(run.invoke(args=["courses", "load", str(root)])).splitlines()


def test_its_faults_stand_among_the_others_and_nothing_is_loaded(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path, {**spoiled("modules/first.en.md", "order: 1", "order: x"), "puzzles/one.txt": "bad"})
    for command in ("check", "load"):
        said = told(run.invoke(args=["courses", command, str(root)]), 1)
        assert f"{root}/puzzles/one.txt:3: x: Not so." in said
        assert f"{root}/modules/first.en.md:4: order: " in said
    assert LOADED == []


def test_texts_may_link_to_what_it_has_and_to_nothing_else(run: FlaskCliRunner, tmp_path: Path) -> None:
    files = {
        name: words.replace("document:note", "puzzle:one") if name.startswith("modules/") else words
        for name, words in FILES.items()
    }
    root = write_folder(tmp_path, {**files, "puzzles/one.txt": "good"})
    told(run.invoke(args=["courses", "check", str(root)]))
    (root / "puzzles" / "one.txt").rename(root / "puzzles" / "ones.txt")
    said = told(run.invoke(args=["courses", "check", str(root)]), 1)
    assert "There is no “puzzle:one”. Did you mean “puzzle:ones”?" in said


def test_a_course_without_its_folder_is_told_so(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    told(run.invoke(args=["courses", "load", str(root)]))
    assert LOADED == [("SMALL-1", [], "system")]


def test_a_course_file_alone_leaves_it_as_it_is(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    told(run.invoke(args=["courses", "load", str(root / "course.yaml")]))
    assert LOADED == []
