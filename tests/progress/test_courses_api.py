"""GET /api/v1/courses and /courses/{code}: what stands on a course's page, for programs."""

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.shared.permissions import Role
from tests.cast import AMINA, CHLOE, MANAGER, STRANGER, bearer, enter, enter_with_role, sign_in
from tests.grading.cast import graded_course, import_rows, result_row

pytestmark = pytest.mark.alike

ADDRESS = "/api/v1/courses/A9714776"


@pytest.fixture
def course(app: object) -> CourseValue:
    """Amina took quiz 1."""
    course = graded_course()
    import_rows(course, result_row(AMINA, quiz_1=5))
    return course


def test_strangers_find_nothing(course: CourseValue, client: FlaskClient) -> None:
    assert client.get(ADDRESS).status_code == 401
    sign_in(client, enter(STRANGER))
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/api/v1/courses").json == {"items": [], "next_cursor": None}


def test_my_courses_are_listed_with_my_roles(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    listed = client.get("/api/v1/courses").json
    assert listed is not None
    assert [(one["code"], one["roles"]) for one in listed["items"]] == [("A9714776", ["participant"])]
    assert listed["next_cursor"] is None


def test_a_course_has_its_weeks_sessions_pieces_and_rules(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    found = client.get(ADDRESS).json
    assert found is not None
    assert [week["number"] for week in found["weeks"]] == [1, 2, 3, 4, 5, 6]
    assert len(found["sessions"]) == 17
    assert [piece["key"] for piece in found["pieces"]] == [
        *(f"quiz_{number}" for number in range(1, 7)),
        "group_work",
        "essay",
    ]
    assert "Certificate of Achievement: at least 60 points, and every piece done." in found["rules"]
    assert (found["starts_on"], found["timezone"], found["hours"]) == ("2022-02-14", "Europe/Rome", 60)


def test_instants_are_in_utc_and_points_have_two_decimals(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    found = client.get(ADDRESS).json
    assert found is not None
    closing = next(session for session in found["sessions"] if session["key"] == "closing")
    assert (closing["starts_at"], closing["timezone"]) == ("2022-03-28T08:00:00Z", "Europe/Rome")
    essay = found["pieces"][-1]
    assert (essay["maximum"], essay["criteria"][0]["maximum"]) == ("40.00", "10.00")


def test_a_participant_gets_the_own_deadlines_and_what_is_done(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(AMINA))
    pieces = client.get(ADDRESS).json["pieces"]  # type: ignore[index]
    assert [piece["done"] for piece in pieces] == [True] + [False] * 7
    assert pieces[0]["my_deadline"] == "2022-02-25T22:59:00Z"


def test_staff_have_no_deadlines(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    pieces = client.get(ADDRESS).json["pieces"]  # type: ignore[index]
    assert {piece["my_deadline"] for piece in pieces} == {None}
    assert {piece["done"] for piece in pieces} == {None}


def test_texts_come_in_the_readers_language(course: CourseValue, client: FlaskClient) -> None:
    sign_in(client, enter(CHLOE))
    found = client.get(ADDRESS).json
    assert found is not None
    assert found["title"].startswith("Gouvernance")
    assert found["weeks"][0]["title"] == "Bienvenue dans la formation"


def test_a_token_needs_the_scope(course: CourseValue, client: FlaskClient) -> None:
    manager = enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    assert client.get(ADDRESS, headers=bearer(manager, "view_statistics")).status_code == 403
    assert client.get(ADDRESS, headers=bearer(manager, "view_course")).status_code == 200
