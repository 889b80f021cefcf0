"""Browsers in which somebody with a role in the graded course is signed in."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson, PersonValue
from app.courses.rules import CourseValue
from app.shared.permissions import Role
from tests.cast import enter, enter_with_role, sign_in
from tests.grading.cast import graded_course

Browse = Callable[..., FlaskClient]


@pytest.fixture
def graded(app: Flask) -> CourseValue:
    """The sample course with four participants."""
    return graded_course()


@pytest.fixture
def browse(app: Flask, graded: CourseValue) -> Browse:
    """Make a browser: `browse(TUTOR, Role.TUTOR)`; of a participant or a stranger without a role, `browse(AMINA)`."""

    def browse(person: NewPerson, role: Role | None = None, course: CourseValue | None = None) -> FlaskClient:
        entered = enter(person) if role is None else _with_role(person, role, course or graded)
        client = app.test_client()
        sign_in(client, entered)
        return client

    return browse


def _with_role(person: NewPerson, role: Role, course: CourseValue) -> PersonValue:
    """An administrator's role is held over all courses; a sponsor's names whom it funds."""
    sponsor = "SAMM" if role is Role.SPONSOR else None
    return enter_with_role(person, role, None if role is Role.ADMINISTRATOR else course.id, sponsor)
