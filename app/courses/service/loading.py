"""Loading a whole course: its definition, its texts, and the parts that features above own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.courses.rules import CourseFolder, CourseValue
from app.courses.service.definitions import Loaded, load_definition
from app.courses.service.materials import load_materials
from app.shared.permissions import Actor


@dataclass(frozen=True, slots=True)
class LoadedCourse:
    """What loading did to the definition, and a line for each change of a text or of a part."""

    definition: Loaded
    changes: tuple[str, ...]


def load_course(folder: CourseFolder, *, actor: Actor, now: datetime) -> LoadedCourse:
    """Put a course to work as its files say; the same files again change nothing.

    Raises what `load_definition`, `load_materials` and the parts raise; the caller's transaction must then be undone.
    """
    loaded = load_definition(folder.definition, actor=actor, now=now)
    return LoadedCourse(loaded, tuple(load_parts(loaded.course, folder, actor=actor, now=now)))


def load_parts(course: CourseValue, folder: CourseFolder, *, actor: Actor, now: datetime) -> list[str]:
    """Bring texts and parts of a course in line with its folder, and leave its definition; return a line a change."""
    changes: list[str] = []
    if folder.materials is not None:
        changes += load_materials(course, folder.materials, actor=actor, now=now)
    for part, data in folder.parts:
        changes += part.load(course, data, actor, now)
    return changes
