"""The files of a course's folder: which are read, and what keeps out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.courses.schemas import read_course
from app.shared.definitions.folder import read_folder
from app.shared.errors import Unreadable
from tests.courses.materials.cast import FILES, write_folder

WANTED = ("modules", "glossary.yaml")


def problems_of(root: Path) -> list[str]:
    return [f"{one.file}: {one.reason}" for one in read_folder(root, WANTED).problems]


def test_what_is_wanted_is_read_by_its_name_and_the_rest_is_not(tmp_path: Path) -> None:
    write_folder(tmp_path, {**FILES, "cohort/participants.csv": "x", "README.md": "x", "modules/.DS_Store": b"\0"})
    folder = read_folder(tmp_path, WANTED)
    assert list(folder.files) == ["glossary.yaml", "modules/first.en.md", "modules/first.fr.md"]
    assert list(folder.within("modules")) == ["first.en.md", "first.fr.md"]
    assert folder.problems == []


def test_a_misspelt_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "module").mkdir()
    (tmp_path / "glosary.yaml").write_text("x")
    (tmp_path / "cohort").mkdir()
    assert problems_of(tmp_path) == [
        "glosary.yaml: Did you mean “glossary.yaml”?",
        "module: Did you mean “modules”?",
    ]


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.md", "first.en.md"])
def test_a_symbolic_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    root = write_folder(tmp_path / "course")
    (tmp_path / "outside.md").write_text("secret")
    (root / "modules" / "link.en.md").symlink_to(target)
    assert problems_of(root) == ["modules/link.en.md: This is a link to another place. Put the file itself here."]
    assert not any(b"secret" in raw or b"root:" in raw for raw in read_folder(root, WANTED).files.values())


def test_a_linked_folder_is_refused_and_a_loop_does_no_harm(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "course")
    (root / "modules" / "again").symlink_to(root / "modules")
    assert problems_of(root) == ["modules/again: This is a link to another place. Put the file itself here."]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    os.mkfifo(tmp_path / "modules" / "pipe.en.md")
    assert problems_of(tmp_path) == ["modules/pipe.en.md: This is no plain file."]


def test_a_file_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    with (tmp_path / "modules" / "huge.en.md").open("wb") as stream:
        stream.truncate(10_000_000_000)
    assert problems_of(tmp_path) == ["modules/huge.en.md: The file is larger than 1 MB."]


def test_folders_do_not_nest_for_ever(tmp_path: Path) -> None:
    (tmp_path / "modules" / "a" / "b" / "c").mkdir(parents=True)
    assert problems_of(tmp_path) == ["modules/a/b: Folders lie too deep here. Move the files up."]


def test_a_name_that_would_spoil_the_terminal_is_shown_harmless(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "a\x1b[31m.md").write_text("x")
    (told,) = problems_of(tmp_path)
    assert "\x1b" not in told
    assert "cannot be printed" in told


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    for number in range(2001):
        (tmp_path / "modules" / f"m{number}.en.md").write_text("x")
    assert problems_of(tmp_path) == ["modules/m999.en.md: The folder holds more than 2000 files."]


def test_faults_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    files = {**FILES, "modules/first.en.md": "x", "glossary.yaml": "terms: []\n", "documents/note.en.md": b"\xff"}
    with pytest.raises(Unreadable) as caught:
        read_course(write_folder(tmp_path, files))
    told = [Path(problem.file).relative_to(tmp_path).as_posix() for problem in caught.value.problems]
    assert told == ["documents/note.en.md", "glossary.yaml", "modules/first.en.md"]


def test_a_course_file_alone_leaves_texts_out(tmp_path: Path) -> None:
    root = write_folder(tmp_path)
    assert read_course(root / "course.yaml").materials is None
    assert len(read_course(root).materials or ()) == 9
