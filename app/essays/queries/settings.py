"""What a course says of its essay."""

from __future__ import annotations

from app.courses.rules import CourseValue
from app.essays.rules.settings import EssaySettings


def settings_of(course: CourseValue) -> EssaySettings:
    """Return how essays are written and marked in a course."""
    return EssaySettings.from_data(course.essay)
