"""A course as its files make it: its definition, its texts, and the folders that features above own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from app.courses.rules.definition import Definition
from app.courses.rules.materials import MaterialValue
from app.courses.rules.values import CourseValue
from app.shared.errors import Problem
from app.shared.permissions import Actor

Data = TypeVar("Data")


def _nothing(*_values: object) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Part(Generic[Data]):
    """One folder beside course.yaml, for example `quizzes`, and the feature that understands it.

    `flask courses check` and `load` and the demonstration take the parts in the order of their registration:

    1. `read(files, definition)` turns the files into the feature's own data. `files` maps names within the folder
       (`quiz_1.yaml`, `pool/more.yaml`; sorted) to bytes; it is empty where the course has no such folder. Every fault
       is a `Problem` with `file` (the name as it stands in `files`), `line` and what to write; `read` lists them all
       and raises nothing. With problems the data may be incomplete: it is then used for `keys` only.
    2. `figures(data, definition)` returns lines that `check` prints where there is no fault in any file.
    3. `load(course, data, actor, now)` stores the data after the definition was loaded, in its transaction, and
       returns a sentence for each change; the same data again changes nothing and returns nothing. It may raise
       domain errors, whose problems carry a `file`, too. It asks `actor` for its own permission.

    `link` is the scheme by which texts of the course link to a thing of this part (`quiz` in `[Quiz 1](quiz:quiz_1)`),
    `keys(data)` what may stand behind it, `endpoint` the page of one, which takes `code` and `key`.
    """

    folder: str
    read: Callable[[Mapping[str, bytes], Definition], tuple[Data, Sequence[Problem]]]
    load: Callable[[CourseValue, Data, Actor, datetime], Sequence[str]]
    figures: Callable[[Data, Definition], Sequence[str]] = _nothing
    link: str = ""
    keys: Callable[[Data], Collection[str]] = _nothing
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """What the folder of a course holds, read and checked.

    `materials` None: a course.yaml was given without its folder, so that texts and parts stay as they are.
    """

    definition: Definition
    materials: tuple[MaterialValue, ...] | None = None
    parts: tuple[tuple[Part[Any], Any], ...] = ()
