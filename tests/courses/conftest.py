"""A small course, and browsers of people who hold a role in it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import MANAGER, enter_with_role, sign_in
from tests.courses.cast import small_course


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """The small course, with nobody in it."""
    made = small_course()
    session.commit()
    return made


@pytest.fixture
def signed_in_as(course: CourseValue, app: Flask) -> Callable[[Role], FlaskClient]:
    """Makes a browser of somebody with a role in the small course."""

    def sign(role: Role, place: CourseValue = course) -> FlaskClient:
        browser = app.test_client()
        where = None if role is Role.ADMINISTRATOR else place.id
        sign_in(browser, enter_with_role(MANAGER, role, where, "SAMM" if role is Role.SPONSOR else None))
        return browser

    return sign


@pytest.fixture
def manager(signed_in_as: Callable[[Role], FlaskClient]) -> FlaskClient:
    """The browser of the course's manager."""
    return signed_in_as(Role.ACTIVITY_MANAGER)
