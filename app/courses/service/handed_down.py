"""Folders of a course that features above own: `create_app` hands down who reads, counts and loads each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from app.courses.rules import CourseValue, Definition
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


_parts: dict[str, Part[Any]] = {}


def register_part(part: Part[Any]) -> None:
    """Have `part` take care of its folder in every course. Registering a folder again replaces what was there."""
    _parts[part.folder] = part


def parts() -> tuple[Part[Any], ...]:
    """Return the parts in the order of their registration."""
    return tuple(_parts.values())
