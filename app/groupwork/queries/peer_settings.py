"""What a course says of its group work, and its piece. No statement is needed for the settings."""

from __future__ import annotations

from functools import lru_cache

from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.groupwork.rules.marks_criteria import DEFAULT
from app.groupwork.rules.settings import GroupWorkSettings
from app.shared.errors import RuleBroken
from app.shared.wording import text


class _Section:
    """A stored section, told from others by being the very same object: `courses` keeps one for each version."""

    def __init__(self, course: CourseValue) -> None:
        self.data = course.group_work

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Section) and other.data is self.data

    def __hash__(self) -> int:
        return id(self.data)


def settings_of(course: CourseValue) -> GroupWorkSettings:
    """Return the settings that the course's current version states."""
    return _read(_Section(course)) if course.group_work else _DEFAULT


def has_criteria(course: CourseValue) -> bool:
    """Tell whether the course states criteria by which groups are marked."""
    return settings_of(course).rubric is not DEFAULT


@lru_cache(maxsize=32)
def _read(section: _Section) -> GroupWorkSettings:
    return GroupWorkSettings.from_data(section.data)


_DEFAULT = GroupWorkSettings.from_data({})


def group_piece(course: CourseValue) -> PieceValue:
    """Return the course's group work. Raises `RuleBroken` (no_group_work)."""
    for piece in courses.pieces_of(course.id):
        if piece.kind is PieceKind.GROUP:
            return piece
    raise RuleBroken(text("This course has no group work."), code="no_group_work")
