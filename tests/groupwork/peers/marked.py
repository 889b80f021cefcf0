"""A group of the graded course whose work two tutors have marked by its criteria."""

from __future__ import annotations

from fractions import Fraction

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue
from app.groupwork.service.marking import mark_group
from app.rubrics.rules import MarkContent
from app.shared.database import session
from app.shared.permissions import Role
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, group_of

THEO = NewPerson("theo@ecampus.test", "Theo", "Second", "en", "Europe/Rome")
GROUP_CRITERIA = ("analysis", "coherence", "measures", "gender", "dialogue", "presentation")


def mark_by_criteria(course: CourseValue) -> None:
    """Two tutors give group 1 half of the points."""
    content = MarkContent(dict.fromkeys(GROUP_CRITERIA, Fraction(5)))
    for marker in (TINA, THEO):
        by = actor(marker, Role.TUTOR, course)
        mark_group(course, group_of(course, "1"), content, final=True, base_version=None, actor=by, now=NOW)
    session.commit()
