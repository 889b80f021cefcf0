import pytest
from flask import Flask

from app.courses.rules import CourseValue
from tests.reports.cast import sample_cohort


@pytest.fixture
def cohort(app: Flask) -> CourseValue:
    """The sample cohort in the database."""
    return sample_cohort()
