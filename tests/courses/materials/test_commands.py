"""flask courses check and load on a folder; the catalogue itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from app.courses.queries import find_course, get_course, list_materials, message
from app.courses.rules import MaterialKind
from tests.courses.materials.cast import FILES, SHELF, spoiled, write_folder
from tests.courses.test_commands import told

pytestmark = pytest.mark.alike


def test_the_catalogue_has_no_fault_and_its_figures_are_shown(run: FlaskCliRunner) -> None:
    said = told(run.invoke(args=["courses", "check", str(SHELF)]))
    assert "no faults" in said.splitlines()[-1]
    assert said.count("a sentence, Flesch ") >= 20
    assert said.count("a sentence, Kandel-Moles ") >= 20
    assert "weeks 6, modules 10, documents 3, glossary 1, questionnaires 10, messages 12, groupwork 2" in said
    assert find_course("A9714776") is None


def test_the_catalogue_is_easy_enough_to_read(run: FlaskCliRunner) -> None:
    lines = told(run.invoke(args=["courses", "check", str(SHELF)])).splitlines()
    for line in lines:
        if line.startswith(("weeks/", "modules/", "documents/")):
            ease = [int(part.rpartition(" ")[2]) for part in line.split("; ")]
            assert min(ease) >= 50, line


def test_every_fault_is_listed_with_its_file_and_line(run: FlaskCliRunner, tmp_path: Path) -> None:
    files = spoiled("modules/first.en.md", "document:note", "document:nota")
    files["glossary.yaml"] = files["glossary.yaml"].replace("key: worker", "key: migrant_worker")
    root = write_folder(tmp_path / "course", files)
    said = told(run.invoke(args=["courses", "check", str(root)]), 1)
    assert f"{root}/glossary.yaml:6: terms[2].key: The key “migrant_worker” is taken above." in said
    assert f"{root}/modules/first.en.md:11: There is no “document:nota”. Did you mean “document:note”?" in said
    assert "Faults in the files of the course: " in said


def test_a_fault_in_the_definition_names_its_file(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course", FILES, definition="code: [\n")
    assert f"{root}/course.yaml:2: " in told(run.invoke(args=["courses", "check", str(root)]), 1)


def test_load_stores_the_texts_once_and_says_what_changed(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course")
    assert "SMALL-1, version 1: created" in told(run.invoke(args=["courses", "load", str(root)]))
    assert told(run.invoke(args=["courses", "load", str(root)])).splitlines() == ["SMALL-1, version 1: no change"]
    write_folder(root, spoiled("modules/first.en.md", "A migrant", "Any migrant"))
    said = told(run.invoke(args=["courses", "load", str(root)])).splitlines()
    assert said == ["module first: changed", "SMALL-1, version 1: 1 changes"]


def test_load_of_the_course_file_alone_leaves_texts_as_they_are(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course")
    run.invoke(args=["courses", "load", str(root)])
    (root / "course.yaml").write_text((root / "course.yaml").read_text().replace("hours: 5", "hours: 6"))
    said = told(run.invoke(args=["courses", "load", str(root / "course.yaml")]))
    assert said.splitlines() == ["hours: 5 -> 6", "SMALL-1, version 2: 1 changes"]
    assert len(list_materials(get_course("SMALL-1").id)) == 9


def test_load_of_a_faulty_text_changes_nothing(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course", spoiled("glossary.yaml", "key: worker", "key: migrant_worker"))
    told(run.invoke(args=["courses", "load", str(root)]), 1)
    assert find_course("SMALL-1") is None


def test_texts_follow_a_course_under_another_code_and_other_dates(run: FlaskCliRunner, tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course")
    run.invoke(args=["courses", "load", str(root), "--code", "SMALL-9", "--starts", "2026-03-02"])
    course = get_course("SMALL-9")
    assert str(course.starts_on) == "2026-03-02"
    assert {one.key for one in list_materials(course.id, [MaterialKind.WEEK])} == {"1"}
    assert message(course.id, "extension_granted") is not None


@pytest.mark.parametrize("name", ["modules/x.exe", "modules/sub/x.en.md", "questionnaires/notes.txt"])
def test_a_file_that_does_not_belong_is_told(run: FlaskCliRunner, tmp_path: Path, name: str) -> None:
    root = write_folder(tmp_path / "course", {**FILES, name: "x"})
    assert f"{root}/{name}: " in told(run.invoke(args=["courses", "check", str(root)]), 1)
