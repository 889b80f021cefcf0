"""Two essays of the sample course that share a passage."""

from __future__ import annotations

from datetime import timedelta

from app.courses.rules import CourseValue
from app.essays.jobs import compare_essays
from app.essays.queries.similarity import pairs_of
from tests.cast import CHLOE
from tests.conftest import NOW
from tests.essays.marking.cast import hand_in
from tests.grading.cast import DIDIER

PASSAGE = (
    "A coherent policy brings together the ministries that plan for employment and those that decide who may come to "
    "work, so that vacancies which nobody at home can fill are known before permits are given."
)


def shared_passage(course: CourseValue) -> int:
    """The id of the pair that Chloé's and Didier's essays make."""
    for author in (CHLOE, DIDIER):
        hand_in(course, author, f"By {author.given_name}. {PASSAGE}")
    compare_essays(NOW + timedelta(minutes=5))
    (pair,) = pairs_of(course.id, least=1)[0]
    return pair.id
