"""The sample cohort as it is published, and small courses to count."""

from __future__ import annotations

from pathlib import Path

from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.grading import service as grading
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.conftest import NOW
from tests.courses.samples import A9714776, EXAMPLE

COHORT = A9714776.parent / "cohort"
CODE = "A9714776"


def sample_cohort() -> CourseValue:
    """The course A9714776 with its 42 participants, all marks in, not closed."""
    course = loaded(A9714776)
    with (COHORT / "participants.csv").open("rb") as stream:
        import_roster(course, stream, max_megabytes=50, actor=SYSTEM, now=NOW)
    with (COHORT / "group_marks.csv").open("rb") as stream:
        marks = grading.read_group_marks(course, stream, max_megabytes=50)
    with (COHORT / "results.csv").open("rb") as stream:
        grading.import_results(course, stream, marks, actor=SYSTEM, now=NOW, max_megabytes=50)
    session.commit()
    return course


def other_course() -> CourseValue:
    """The small other course, with nobody in it."""
    course = loaded(EXAMPLE)
    session.commit()
    return course


def loaded(file: Path, code: str | None = None) -> CourseValue:
    """The course of a definition."""
    definition = read_definition(file.read_bytes(), code=code)
    return get_course(load_definition(definition, actor=SYSTEM, now=NOW).course.code)
