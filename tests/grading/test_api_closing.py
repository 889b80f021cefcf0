"""POST /courses/{code}/closing."""

import pytest

from app.courses.queries import get_course
from app.grading import service
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import ADMINISTRATOR, AMINA, CHLOE, EXPERT, MANAGER, SPONSOR, STRANGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.grading.cast import all_done, enrolment_of, graded_course, import_rows, mark_groups

PATH = "/api/v1/courses/A9714776/closing"


@pytest.fixture
def course(graded):
    mark_groups(graded, g1=82)
    import_rows(graded, all_done(AMINA))
    return graded


def post(browser, body=None, **headers):
    return browser.post(PATH, json=body or {}, headers={"X-CSRFToken": csrf_token(browser), **headers})


def test_a_manager_closes_the_course(browse, course):
    answer = post(browse(MANAGER, Role.ACTIVITY_MANAGER))

    assert answer.status_code == 200
    assert answer.json["outcomes"] == {"achievement": 1, "participation": 0, "none": 3}
    assert (answer.json["state"], answer.json["participants"], answer.json["accepted_unmarked"]) == ("closed", 4, 0)
    assert get_course(course.code).is_closed


def test_a_request_without_a_body_closes_too(browse, course):
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)

    assert manager.post(PATH, headers={"X-CSRFToken": csrf_token(manager)}).status_code == 200


def test_unmarked_work_is_listed_and_may_be_accepted_with_a_reason(browse, course):
    service.record_submission(course, enrolment_of(course, CHLOE), "essay", actor=SYSTEM, now=NOW)
    session.commit()
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)

    refused = post(manager)
    assert (refused.status_code, refused.json["code"]) == (409, "unmarked_work")
    assert refused.json["problems"] == [
        {"where": f"{CHLOE.email}: essay", "line": None, "reason": "Handed in, and not marked yet."}
    ]
    assert not get_course(course.code).is_closed
    assert post(manager, {"accept_unmarked": " "}).status_code == 422
    assert post(manager, {"accept_unmarked": "Never came back"}).json["accepted_unmarked"] == 1


def test_a_closed_course_is_not_closed_again(browse, course):
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)
    post(manager)

    again = post(manager)

    assert (again.status_code, again.json["code"]) == (409, "course_closed")


def test_the_same_key_gets_the_same_answer(browse, course):
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)

    first, again = (post(manager, None, **{"Idempotency-Key": "close-once"}) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [
        (ADMINISTRATOR, Role.ADMINISTRATOR, 200),
        (TUTOR, Role.TUTOR, 403),
        (EXPERT, Role.EXPERT, 403),
        (SPONSOR, Role.SPONSOR, 403),
        (AMINA, None, 403),
        (STRANGER, None, 404),
    ],
)
def test_who_may_close(browse, course, person, role, status):
    assert post(browse(person, role)).status_code == status


def test_a_manager_of_another_course_finds_nothing(browse, course):
    assert post(browse(MANAGER, Role.ACTIVITY_MANAGER, graded_course("OTHER-1"))).status_code == 404
