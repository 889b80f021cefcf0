"""A keeper of marks that only notes them, and browsers of people with a role."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue
from app.essays.service import keeping
from app.shared.permissions import Role
from tests.cast import enter, enter_with_role, sign_in
from tests.essays.marking.cast import Recorder

Browse = Callable[..., FlaskClient]


@pytest.fixture
def keeper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Keeps what is handed over, in place of grading."""
    recorder = Recorder()
    monkeypatch.setattr(keeping, "_keepers", [recorder])
    return recorder


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Make a browser: `browse(TUTOR, Role.TUTOR, course)`; without a role, of who has what they have."""

    def browse(person: NewPerson, role: Role | None = None, course: CourseValue | None = None) -> FlaskClient:
        if role is None:
            entered = enter(person)
        else:
            where = course.id if course and role is not Role.ADMINISTRATOR else None
            entered = enter_with_role(person, role, where, "SAMM" if role is Role.SPONSOR else None)
        client = app.test_client()
        sign_in(client, entered)
        return client

    return browse
