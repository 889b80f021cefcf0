"""Marking the excerpt that markers train on."""

from __future__ import annotations

from datetime import datetime

from app.courses.rules import CourseValue
from app.essays.queries.calibration import excerpt_of, get_calibration, own_calibration
from app.essays.queries.writing import essay_piece
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.rubrics.service import save_mark
from app.shared.errors import RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def mark_excerpt(course: CourseValue, content: MarkContent, *, final: bool, actor: Actor, now: datetime) -> MarkValue:
    """Save what the actor gives the excerpt. Once it is final they have seen the agreed marks, and it stays.

    Raises `NotAllowed`, `NotFound` (the course has no excerpt), `Unreadable`, `RuleBroken` (calibration_done).
    """
    actor.require(Permission.MARK_ESSAY, course.id)
    get_calibration(course)
    done = own_calibration(course, actor.themselves())
    if done is not None and done.is_final:
        raise RuleBroken(text("You have marked the excerpt, and seen its marks."), code="calibration_done")
    return save_mark(
        excerpt_of(course),
        Round.CALIBRATION,
        content,
        essay_piece(course).criteria,
        final=final,
        base_version=None,
        actor=actor,
        now=now,
    )
