"""Where markers must not know whose essay is whose, no page tells them points beside a name before the release."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import NewPerson
from app.courses.rules import CourseValue
from app.grading.service import release_marks
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, EXPERT, MANAGER, TUTOR, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.essays.marking.cast import set_marking
from tests.grading.cast import enrolment_of, graded_course
from tests.grading.desk import desk_mark, essay_of, hand_in

pytestmark = pytest.mark.alike


@pytest.fixture
def blind(app: Flask) -> CourseValue:
    """A course without names, in which Amina's essay got 28 of 40 points and nothing is released."""
    course = set_marking(graded_course(), names="hidden")
    hand_in(course, AMINA)
    desk_mark(course, AMINA)
    return course


def browser(app: Flask, course: CourseValue, person: NewPerson, role: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, enter_with_role(person, role, course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    return client


def seen(client: FlaskClient, course: CourseValue) -> tuple[str, str, bool]:
    """Amina's essay points by the API, her total there, and whether her page speaks of the mark."""
    rows = client.get(f"/api/v1/courses/{course.code}/gradebook").json["items"]
    (row,) = (row for row in rows if row["email"] == AMINA.email)
    page = client.get(f"/courses/{course.code}/gradebook/{enrolment_of(course, AMINA)}").text
    gradebook = client.get(f"/courses/{course.code}/gradebook").text
    shown = any(points in text for points in (">28<", "28.00") for text in (page, gradebook))
    return row["essay_points"], row["total_points"], shown


@pytest.mark.parametrize(("person", "role"), [(TUTOR, Role.TUTOR), (EXPERT, Role.EXPERT)])
def test_markers_read_no_points_beside_a_name_before_the_release(app, blind, person, role) -> None:
    client = browser(app, blind, person, role)
    assert seen(client, blind) == ("0.00", "0.00", False)
    assert "Names are hidden from markers" in client.get(f"/courses/{blind.code}/gradebook").text
    release_marks(blind, essay_of(blind).key, actor=SYSTEM, now=NOW)
    session.commit()
    assert seen(client, blind) == ("28.00", "28.00", True)


def test_whoever_releases_marks_reads_them(app, blind) -> None:
    client = browser(app, blind, MANAGER, Role.ACTIVITY_MANAGER)
    assert seen(client, blind) == ("28.00", "28.00", True)
    assert "Names are hidden from markers" not in client.get(f"/courses/{blind.code}/gradebook").text


def test_where_names_are_known_tutors_read_them_at_once(app, blind) -> None:
    course = set_marking(blind, names="shown")
    assert seen(browser(app, course, TUTOR, Role.TUTOR), course) == ("28.00", "28.00", True)
