"""What participants, and markers who must not know whose work is whose, may know of marks: here alone it is decided.

A mark from the marking desk is hidden until its piece is released. Until then the piece is handed in and not marked
yet, in everything that a participant sees. Marks by hand, imported ones and quiz scores are known at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.essays.rules import EssaySettings, EssayValue, Names
from app.grading.models import GradeEntry, GroupMarkEntry, Release, ReleaseNotice
from app.grading.rules.entries import Source
from app.shared.database import session
from app.shared.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class ReleaseValue:
    """The release of a piece's marks; `told` counts who got a mail, then or later."""

    id: int
    piece_id: int
    released_at: datetime
    released_by: int | None
    told: int


def hidden_entry() -> ColumnElement[bool]:
    """Return the condition that an entry is hidden from its participant; it has the parameter `course_id`."""
    released = select(Release.piece_id).where(Release.course_id == bindparam("course_id"))
    return (GradeEntry.source == Source.MARKING) & GradeEntry.piece_id.not_in(released)


def hidden_group_mark() -> ColumnElement[bool]:
    """Return the condition that a group's mark is hidden from its members; it has the parameter `group_pieces`."""
    released = select(Release.id).where(Release.piece_id.in_(bindparam("group_pieces", expanding=True)))
    return (GroupMarkEntry.source == Source.MARKING) & ~released.exists()


def group_pieces(pieces: Sequence[PieceValue]) -> list[int]:
    """Return the ids of the pieces that a group's mark counts for."""
    return [piece.id for piece in pieces if piece.kind is PieceKind.GROUP]


def is_released(essay: EssayValue) -> bool:
    """Return whether the marks of an essay's piece were released; handed down to essays by `create_app`."""
    return essay.piece_id in releases_of(essay.course_id)


def releases_of(course_id: int) -> dict[int, ReleaseValue]:
    """Return the releases of a course by piece id."""
    told = select(func.count()).where(ReleaseNotice.release_id == Release.id).scalar_subquery()
    rows: Any = session.execute(select(Release, told).where(Release.course_id == course_id))
    return {
        row.piece_id: ReleaseValue(row.id, row.piece_id, row.released_at, row.released_by, count) for row, count in rows
    }


def hides_names(course: CourseValue) -> bool:
    """Whether markers, whom managers are among, must not learn whose essay is whose."""
    return EssaySettings.from_data(course.essay).names is Names.HIDDEN


def sees_as_told(course: CourseValue, actor: Actor) -> bool:
    """Whether a reader of others' results sees no more of them than these know themselves.

    So it is where names are hidden: points beside a name would say whose essay got them. Who releases marks sees all.
    """
    return hides_names(course) and not course.is_closed and not actor.may(Permission.RELEASE_MARKS, course.id)


def told_of(release_id: int) -> frozenset[int]:
    """Return the enrolments that were told of a release."""
    statement = select(ReleaseNotice.enrolment_id).where(ReleaseNotice.release_id == release_id)
    return frozenset(session.scalars(statement))
