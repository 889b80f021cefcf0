"""What a course says of its essay, and which of its pieces that is."""

from __future__ import annotations

from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.essays.rules.settings import EssaySettings


def settings_of(course: CourseValue) -> EssaySettings:
    """Return how essays are written and marked in a course."""
    return EssaySettings.from_data(course.essay)


def essay_piece(course_id: int) -> PieceValue | None:
    """Return the piece that is the essay; None where a course has none."""
    return next((piece for piece in courses.pieces_of(course_id) if piece.kind is PieceKind.ESSAY), None)
