"""A result as it is frozen: one row, with everything that it was made from (rule 14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.courses.rules import CourseValue
from app.grading import queries
from app.grading.rules import Derivation, Standing
from app.shared.permissions import Actor


def result_row(
    course: CourseValue,
    enrolment_id: int,
    made: tuple[Standing, Derivation],
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    number: int = 1,
) -> dict[str, Any]:
    """Return the row that freezes a standing with all that follows from it; 1 is the closing's own number."""
    standing, derivation = made
    return {
        "course_id": course.id,
        "enrolment_id": enrolment_id,
        "number": number,
        "course_version_id": course.version_id,
        "outcome": derivation.outcome.value,
        "engagement": derivation.engagement.value,
        "quiz_points": derivation.quiz_points,
        "group_points": derivation.group_points,
        "essay_points": derivation.essay_points,
        "base_points": derivation.base,
        "bonus_offered": derivation.bonus_offered,
        "bonus_used": derivation.bonus_used,
        "total_points": derivation.total,
        "pieces_done": derivation.pieces_done,
        "pieces_total": derivation.pieces_total,
        "derivation": queries.frozen_data(standing, derivation),
        "reason": reason,
        "frozen_at": now,
        "frozen_by": actor.person_id,
    }
