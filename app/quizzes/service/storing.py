"""Writes a quiz's settings and places into its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert

from app.quizzes.models import Quiz, QuizSlot
from app.quizzes.rules.settings import QuizSettings, Slot
from app.shared.database import session


def put_settings(row: Quiz, settings: QuizSettings) -> None:
    """Write settings into a row."""
    row.attempts, row.counts, row.layout = settings.attempts, settings.counts.value, settings.layout.value
    row.going_back = settings.going_back
    row.shuffle_questions, row.shuffle_options = settings.shuffle_questions, settings.shuffle_options
    row.release, row.release_score = settings.release.value, settings.release_score.value
    row.show_key, row.grace_seconds = settings.show_key, settings.grace_seconds


def store_slots(quiz_id: int, slots: Sequence[Slot], ids: Mapping[str, int]) -> None:
    """Replace the places of a quiz; `ids` are those of the questions by key."""
    rows = [
        {
            "quiz_id": quiz_id,
            "position": position,
            "question_id": ids[slot.question] if slot.question else None,
            "category": slot.category,
            "tag": slot.tag,
            "draw": slot.draw,
            "points": slot.points,
        }
        for position, slot in enumerate(slots, 1)
    ]
    session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == quiz_id))
    if rows:
        session.execute(insert(QuizSlot), rows)
