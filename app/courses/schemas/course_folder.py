"""From a course.yaml, or the folder in which it stands, to everything that a course is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.courses.rules import CourseFolder, Definition, Part, PieceKind
from app.courses.schemas.materials import OWN, read_materials
from app.courses.schemas.reader import read_definition
from app.shared.definitions.folder import Folder, read_folder
from app.shared.definitions.source import LARGEST
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

FILE_NAME = "course.yaml"


def read_course(
    path: Path, parts: Sequence[Part[Any]] = (), *, code: str | None = None, starts: date | None = None
) -> CourseFolder:
    """Return the course in the folder `path`, its texts and what `parts` read; of a file alone, the definition.

    `code` and `starts` are as for `read_definition`. Raises `Unreadable` with every fault of every file, by file and
    line; while course.yaml itself has faults, the others are not looked at.
    """
    file = path / FILE_NAME if path.is_dir() else path
    definition = _definition(file, code, starts)
    if not path.is_dir():
        return CourseFolder(definition)
    folder = read_folder(path, (*OWN, FILE_NAME, *(part.folder for part in parts)))
    problems = [problem for problem in folder.problems if problem.file != FILE_NAME]
    data: list[tuple[Part[Any], Any]] = []
    for part in parts:
        read, faults = part.read(folder.within(part.folder), definition)
        data.append((part, read))
        problems += [replace(fault, file=f"{part.folder}/{fault.file}") for fault in faults]
    materials, faults = read_materials(_own(folder, parts), definition, _linked(definition, data))
    problems += faults
    if problems:
        raise _unreadable(problems, path)
    return CourseFolder(definition, materials, tuple(data))


def _definition(file: Path, code: str | None, starts: date | None) -> Definition:
    try:
        if not file.is_file():
            raise Unreadable(text("There is no %(name)s in this folder.", name=FILE_NAME))
        with file.open("rb") as stream:
            return read_definition(stream.read(LARGEST + 1), code=code, starts=starts)
    except Unreadable as error:
        problems = [replace(problem, file=str(file)) for problem in error.problems]
        raise Unreadable(error.text, code=error.code, problems=problems) from None


def _own(folder: Folder, parts: Sequence[Part[Any]]) -> dict[str, bytes]:
    others = {FILE_NAME, *(part.folder for part in parts)}
    return {name: raw for name, raw in folder.files.items() if name.partition("/")[0] not in others}


def _linked(definition: Definition, data: Sequence[tuple[Part[Any], Any]]) -> Mapping[str, Collection[str]]:
    """Return what texts may link to in the parts, by scheme; a quiz of the course can be linked without a file."""
    linked: dict[str, set[str]] = {"quiz": {piece.key for piece in definition.pieces if piece.kind is PieceKind.QUIZ}}
    for part, read in data:
        if part.link:
            linked.setdefault(part.link, set()).update(part.keys(read))
    return linked


def _unreadable(problems: Sequence[Problem], path: Path) -> Unreadable:
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.where))
    return Unreadable(
        text("Faults in the files of the course: %(count)s.", count=len(ordered)),
        problems=[replace(problem, file=str(path / problem.file)) for problem in ordered],
    )
