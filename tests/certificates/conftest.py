"""Browsers in which somebody with a role in the course is signed in."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue
from app.shared.permissions import Role
from tests.cast import enter, enter_with_role, sign_in
from tests.certificates import cast

Browse = Callable[..., FlaskClient]


@pytest.fixture
def marked(app: Flask) -> CourseValue:
    """The course with every mark in, not closed."""
    return cast.marked_course()


@pytest.fixture
def closed(app: Flask) -> CourseValue:
    """The course, closed, nothing issued."""
    return cast.closed_course()


@pytest.fixture
def issued(app: Flask) -> CourseValue:
    """The course, closed, its three certificates issued."""
    return cast.issued_course()


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Make a browser: `browse(course, MANAGER, Role.ACTIVITY_MANAGER)`, of a participant `browse(course, AMINA)`."""

    def browse(course: CourseValue, person: NewPerson, role: Role | None = None) -> FlaskClient:
        sponsor = "SAMM" if role is Role.SPONSOR else None
        entered = enter_with_role(person, role, course.id, sponsor) if role else enter(person)
        client = app.test_client()
        sign_in(client, entered)
        return client

    return browse
