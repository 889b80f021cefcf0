"""Who came to a course after it had begun, and what was over by then."""

from __future__ import annotations

from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue, PieceValue
from app.grading.rules.values import GradebookRow


def missed_pieces(course: CourseValue, row: GradebookRow) -> tuple[PieceValue, ...]:
    """Return the pieces that closed, for this participant, before they enrolled: neither done nor excused."""
    pieces = courses.pieces_of(course.id)
    deadlines = courses.deadlines_of(course, pieces, row.enrolment)
    return tuple(piece for piece in pieces if _missed(row, piece, deadlines[piece.id].closes_at))


def _missed(row: GradebookRow, piece: PieceValue, closes_at: datetime | None) -> bool:
    over = closes_at is not None and closes_at <= row.enrolment.enrolled_at
    return over and not row.standing.piece(piece.key).done and piece.key not in row.standing.excused
