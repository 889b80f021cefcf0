"""Extensions over HTTP, as the contract has them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.shared import clock
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, csrf_token, enter_with_role, sign_in
from tests.courses.cast import import_rows
from tests.courses.more_time import deadline, participant
from tests.grading.cast import _roster_row, graded_course, group_of

PATH = "/api/v1/courses/A9714776/extensions"
SOON = clock.now().replace(microsecond=0) + timedelta(days=2)
UNTIL = SOON.isoformat()


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


@pytest.fixture
def tutor(course, client) -> FlaskClient:
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, course.id))
    return client


def post(client: FlaskClient, headers: dict[str, str] | None = None, **body: object):
    body = {"piece": "quiz_6", "minutes": 10, "reason": "power cut", **body}
    sent = {name: value for name, value in body.items() if value is not None}
    return client.post(PATH, json=sent, headers={"X-CSRFToken": csrf_token(client), **(headers or {})})


def test_an_extension_for_a_person_until_an_instant(course, tutor):
    answer = post(tutor, person=participant(course, AMINA).id, minutes=None, until=UNTIL)
    assert answer.status_code == 201
    found = answer.json
    assert found.pop("id") > 0
    assert found.pop("granted_at").endswith("Z")
    assert found == {
        "person": participant(course, AMINA).id,
        "group": None,
        "all": False,
        "name": "Amina Banda",
        "piece": "quiz_6",
        "until": UNTIL.replace("+00:00", "Z"),
        "minutes": None,
        "reason": "power cut",
        "approver": "Théo N’Diaye",
        "answers_readable_by": 0,
    }
    assert deadline(course, "quiz_6", AMINA).closes_at == SOON


@pytest.mark.parametrize("written", [AMINA.email, AMINA.email.upper(), "id", "id as text"])
def test_a_person_is_named_by_enrolment_or_by_address(course, tutor, written):
    own = participant(course, AMINA).id
    answer = post(tutor, person={"id": own, "id as text": str(own)}.get(written, written))
    assert (answer.status_code, answer.json["person"]) == (201, own)


def test_a_group_is_named_by_id_or_by_name(course, tutor):
    second = group_of(course, "2")
    assert post(tutor, group=second).json["group"] == second
    assert post(tutor, group="2", minutes=11).json["group"] == second
    assert post(tutor, group=str(group_of(course, "1")), minutes=12).json["group"] == group_of(course, "1")


def test_a_string_is_a_name_before_it_is_an_id(course, tutor):
    first = group_of(course, "1")
    named = str(group_of(course, "2") + first)
    row = {**_roster_row(BONGANI, "SAMM"), "group": named}
    import_rows(course, row)
    import_rows(course, {**row, "email": CHLOE.email, "group": str(group_of(course, named))})
    third = group_of(course, str(group_of(course, named)))
    assert post(tutor, group=str(group_of(course, named))).json["group"] == third
    assert post(tutor, group=group_of(course, named)).json["group"] == group_of(course, named)


def test_everybody_gets_more_time(course, tutor):
    answer = post(tutor, all=True)
    assert (answer.json["all"], answer.json["name"]) == (True, "")
    assert deadline(course, "quiz_6", BONGANI).limit == timedelta(minutes=40)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "person"),
        ({"person": AMINA.email, "all": True}, "person"),
        ({"person": AMINA.email, "group": "1"}, "person"),
        ({"all": False}, "all"),
        ({"person": "nobody@ecampus.test"}, "person"),
        ({"person": 999_999}, "person"),
        ({"person": 10**30}, "person"),
        ({"person": -1}, "person"),
        ({"person": True}, "person"),
        ({"person": ["a"]}, "person"),
        ({"person": "x" * 301}, "person"),
        ({"group": "no such group"}, "group"),
        ({"group": 999_999}, "group"),
        ({"all": True, "piece": "quiz_9"}, "piece"),
        ({"all": True, "piece": None}, "piece"),
        ({"all": True, "reason": " "}, "reason"),
        ({"all": True, "reason": None}, "reason"),
        ({"all": True, "minutes": None}, "until"),
        ({"all": True, "until": UNTIL}, "until"),
        ({"all": True, "minutes": None, "until": "2022-03-01T10:00:00Z"}, "until"),
        ({"all": True, "minutes": None, "until": "9999-12-31T23:59:59-12:00"}, "until"),
        ({"all": True, "minutes": None, "until": "0001-01-01T00:00:00+12:00"}, "until"),
        ({"all": True, "minutes": None, "until": UNTIL[:19]}, "until"),
        ({"all": True, "minutes": 0}, "minutes"),
        ({"all": True, "minutes": -5}, "minutes"),
        ({"all": True, "minutes": 1.5}, "minutes"),
        ({"all": True, "minutes": 10**12}, "minutes"),
        ({"all": True, "hours": 1}, "hours"),
    ],
)
def test_what_cannot_be_granted_is_unreadable_and_says_where(course, tutor, body, where):
    answer = post(tutor, **body)
    assert answer.status_code == 422, answer.json
    assert where in [problem["where"] for problem in answer.json["problems"]]
    assert tutor.get(PATH).json["items"] == []


def test_people_and_groups_of_another_course_cannot_be_named(course, tutor):
    other = graded_course("OTHER-1")
    assert post(tutor, person=participant(other, AMINA).id).status_code == 422
    assert post(tutor, group=group_of(other, "1")).status_code == 422
    assert tutor.get(PATH).json["items"] == []


def test_the_very_same_again_is_answered_with_the_first(course, tutor):
    first, second = post(tutor, all=True), post(tutor, all=True)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


def test_an_idempotency_key_gets_the_first_answer_again(course, tutor):
    first, second = (post(tutor, {"Idempotency-Key": "k"}, all=True) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert len(tutor.get(PATH).json["items"]) == 1


def test_the_list_goes_page_by_page_from_the_latest(course, tutor):
    for minutes in (1, 2, 3):
        post(tutor, all=True, minutes=minutes)
    first = tutor.get(f"{PATH}?limit=2").json
    assert [item["minutes"] for item in first["items"]] == [3, 2]
    rest = tutor.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json
    assert ([item["minutes"] for item in rest["items"]], rest["next_cursor"]) == ([1], None)
    assert tutor.get(f"{PATH}?cursor=x").status_code == 422


def test_my_deadlines_in_the_course_have_it(course, tutor, app):
    post(tutor, person=AMINA.email, minutes=25)
    browser = app.test_client()
    sign_in(browser, enter_with_role(AMINA, Role.PARTICIPANT, course.id))
    pieces = {piece["key"]: piece for piece in browser.get("/api/v1/courses/A9714776").json["pieces"]}
    assert pieces["quiz_6"]["my_deadline"] == "2022-04-01T22:24:00Z"
    assert pieces["quiz_6"]["closes_at"] == "2022-04-01T21:59:00Z"
    assert (pieces["quiz_6"]["my_minutes"], pieces["quiz_6"]["minutes"]) == (55, 30)
    assert (pieces["quiz_5"]["my_minutes"], pieces["essay"]["my_minutes"]) == (30, None)
    staff = {piece["key"]: piece for piece in tutor.get("/api/v1/courses/A9714776").json["pieces"]}
    assert (staff["quiz_6"]["my_deadline"], staff["quiz_6"]["my_minutes"]) == (None, None)
