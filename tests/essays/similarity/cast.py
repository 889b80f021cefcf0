"""A second essay that says what another says."""

from __future__ import annotations

from datetime import timedelta

from app.courses.rules import CourseValue
from app.essays.jobs import compare_essays
from app.essays.queries.similarity import pairs_of
from tests.conftest import NOW
from tests.essays.marking.cast import hand_in
from tests.grading.cast import DIDIER


def shared_passage(course: CourseValue) -> int:
    """The id of the pair that Didier's essay makes with the one that was handed in before it."""
    hand_in(course, DIDIER)
    compare_essays(NOW + timedelta(minutes=5))
    (pair,) = pairs_of(course.id, least=1)[0]
    return pair.id
