"""The course of these tests, its first group, and people who act in it."""

import pytest
from flask import Flask

from app.courses.rules import CourseValue
from app.shared.permissions import Actor, Role
from tests.cast import ASSISTANT, TUTOR
from tests.courses.more_time import acting
from tests.grading.cast import group_of
from tests.groupwork.cast import working_course


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """Group 1 with an ambassador and two more, group 2 with one."""
    return working_course()


@pytest.fixture
def group(course: CourseValue) -> int:
    """Group 1."""
    return group_of(course, "1")


@pytest.fixture
def tutor(course: CourseValue) -> Actor:
    """A tutor of the course."""
    return acting(TUTOR, Role.TUTOR, course)


@pytest.fixture
def assistant(course: CourseValue) -> Actor:
    """An assistant of the course."""
    return acting(ASSISTANT, Role.ASSISTANT, course)
