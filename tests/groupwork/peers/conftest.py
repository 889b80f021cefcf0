"""Browsers in which somebody with a role in the course is signed in, and what is handed to grading."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue
from app.groupwork.service import keeping
from app.shared.permissions import Role
from tests.cast import enter, enter_with_role, sign_in
from tests.groupwork.peers.cast import team_course

Browse = Callable[..., FlaskClient]


@pytest.fixture
def course(app: Flask) -> CourseValue:
    """The course with two teams."""
    return team_course()


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Make a browser: `browse(TINA, Role.TUTOR, course)`; of a participant `browse(AMINA)`."""

    def browse(person: NewPerson, role: Role | None = None, course: CourseValue | None = None) -> FlaskClient:
        held_in = course.id if course and role is not Role.ADMINISTRATOR else None
        entered = enter(person) if role is None else enter_with_role(person, role, held_in)
        client = app.test_client()
        sign_in(client, entered)
        return client

    return browse


@pytest.fixture
def handed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Fraction | None]]:
    """What was handed to grading: group and percent."""
    kept: list[tuple[int, Fraction | None]] = []

    def keep(_course_id: int, group_id: int, *, percent: Fraction | None, marker_id: int, now: object) -> None:
        kept.append((group_id, percent))

    monkeypatch.setattr(keeping, "_keepers", [keep])
    return kept
