"""PUT /groups/{id}/mark, /courses/{code}/participants/{id}/factor and /bonus: what is stored carries an ETag."""

import pytest

from app.grading import service
from app.shared.permissions import SYSTEM, Permission, Role
from tests.cast import (
    ADMINISTRATOR,
    AMINA,
    ASSISTANT,
    BONGANI,
    EXPERT,
    MANAGER,
    SPONSOR,
    STRANGER,
    TUTOR,
    bearer,
    csrf_token,
    enter_with_role,
)
from tests.conftest import NOW
from tests.grading.cast import DIDIER, enrolment_of, graded_course, group_of, row_of

COURSE = "/api/v1/courses/A9714776"


@pytest.fixture
def tutor(browse):
    return browse(TUTOR, Role.TUTOR)


@pytest.fixture
def factor(graded):
    return f"{COURSE}/participants/{enrolment_of(graded, AMINA)}/factor"


@pytest.fixture
def bonus(graded):
    return f"{COURSE}/participants/{enrolment_of(graded, AMINA)}/bonus"


@pytest.fixture
def mark(graded):
    return f"/api/v1/groups/{group_of(graded, '1')}/mark"


@pytest.fixture
def bodies(bonus, factor, mark):
    return {bonus: {"bonus": 1, "reason": "x"}, factor: {"factor": "full"}, mark: {"percent": 50}}


def put(browser, path, body, etag=None):
    headers = {"X-CSRFToken": csrf_token(browser)} | ({"If-Match": etag} if etag else {})
    return browser.put(path, json=body, headers=headers)


def test_a_mark_is_recorded_and_read_back(tutor, mark, graded):
    assert tutor.get(mark).json["percent"] is None

    answer = put(tutor, mark, {"percent": "82.5"})

    assert answer.status_code == 200
    assert answer.json["percent"] == "82.5"
    assert tutor.get(mark).headers["ETag"] == answer.headers["ETag"]
    assert put(tutor, mark, {"percent": 90}, answer.headers["ETag"]).json["percent"] == "90"
    assert put(tutor, mark, {"percent": None}, tutor.get(mark).headers["ETag"]).json["percent"] is None


def test_a_factor_is_a_word_or_a_number(tutor, factor, graded):
    first = put(tutor, factor, {"factor": "partial"})
    assert (first.json["factor"], first.json["word"]) == ("0.5", "partial")

    second = put(tutor, factor, {"factor": "1/3", "reason": "Came late"}, first.headers["ETag"])
    assert (second.json["factor"], second.json["word"], second.json["reason"]) == ("1/3", None, "Came late")
    assert row_of(graded, AMINA).standing.piece("group_work").done


def test_a_bonus_is_recorded_with_its_reason(tutor, bonus, graded):
    answer = put(tutor, bonus, {"bonus": "7.5", "reason": "Forum"})

    assert answer.status_code == 200
    assert (answer.json["id"], answer.json["bonus"], answer.json["reason"]) == (
        enrolment_of(graded, AMINA),
        "7.5",
        "Forum",
    )
    assert answer.json["recorded_at"].endswith("+00:00")


def test_what_is_stored_needs_if_match_and_the_right_one(tutor, bodies):
    for path, body in bodies.items():
        stored = put(tutor, path, body)
        assert stored.status_code == 200
        assert put(tutor, path, body).status_code == 428
        assert put(tutor, path, body, '"0"').status_code == 412
        assert put(tutor, path, body, stored.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {}, {"bonus": "11", "reason": "x"}, {"bonus": -1, "reason": "x"}, {"bonus": "1e1", "reason": "x"},
        {"bonus": "٥", "reason": "x"}, {"bonus": True, "reason": "x"}, {"bonus": [1], "reason": "x"}, {"bonus": "5"},
        {"bonus": "5", "reason": "  "}, {"bonus": "5", "reason": "x" * 2001}, {"bonus": "5", "reason": "x", "more": 1},
        {"bonus": 1e-7, "reason": "x"},
    ],
)  # fmt: skip
def test_a_bonus_that_means_nothing_is_refused(tutor, bonus, body):
    answer = put(tutor, bonus, body)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["problems"]


@pytest.mark.parametrize(
    "body", [{"factor": "2"}, {"factor": "1/0"}, {"factor": "0.3"}, {"factor": ""}, {"factor": "half"}]
)
def test_a_factor_that_means_nothing_or_lacks_its_reason_is_refused(tutor, factor, body):
    assert put(tutor, factor, body).status_code == 422


@pytest.mark.parametrize("percent", ["100.1", "-1", "", "82%", "NaN"])
def test_a_mark_out_of_range_is_refused(tutor, mark, percent):
    answer = put(tutor, mark, {"percent": percent})

    assert answer.status_code == 422
    assert answer.json["problems"][0]["where"] == "percent"


def test_somebody_in_no_group_has_no_part_in_group_work(tutor, graded):
    answer = put(tutor, f"{COURSE}/participants/{enrolment_of(graded, DIDIER)}/factor", {"factor": "full"})

    assert (answer.status_code, answer.json["code"]) == (409, "no_group")


def test_after_closing_a_rule_forbids_it(tutor, bodies, graded):
    service.close_course(graded, actor=SYSTEM, now=NOW)

    for path, body in bodies.items():
        answer = put(tutor, path, body)
        assert (answer.status_code, answer.json["code"]) == (409, "course_closed")


@pytest.mark.parametrize(
    ("person", "role", "statuses"),
    [
        (MANAGER, Role.ACTIVITY_MANAGER, (200, 200)),
        (TUTOR, Role.TUTOR, (200, 200)),
        (ADMINISTRATOR, Role.ADMINISTRATOR, (200, 200)),
        (EXPERT, Role.EXPERT, (200, 403)),
        (ASSISTANT, Role.ASSISTANT, (403, 403)),
        (SPONSOR, Role.SPONSOR, (403, 403)),
        (AMINA, None, (403, 403)),
        (BONGANI, None, (403, 403)),
        (STRANGER, None, (404, 404)),
    ],
)
def test_who_may_read_and_write(browse, bodies, person, role, statuses):
    browser = browse(person, role)

    for path, body in bodies.items():
        assert (browser.get(path).status_code, put(browser, path, body).status_code) == statuses


def test_a_tutor_of_another_course_finds_nothing(browse, bodies):
    elsewhere = browse(TUTOR, Role.TUTOR, graded_course("OTHER-1"))

    for path, body in bodies.items():
        assert put(elsewhere, path, body).status_code == 404


def test_a_participant_of_another_course_is_not_found_under_this_one(tutor, graded):
    other = graded_course("OTHER-1")

    path = f"{COURSE}/participants/{enrolment_of(other, AMINA)}/bonus"
    assert put(tutor, path, {"bonus": 1, "reason": "x"}).status_code == 404
    assert tutor.get(path).status_code == 404


def test_nobody_signed_in_is_401_and_no_csrf_token_is_400(client, tutor, bonus, mark):
    assert client.put(bonus, json={"bonus": 1, "reason": "x"}).status_code in {400, 401}
    assert client.get(mark).status_code == 401
    assert tutor.put(bonus, json={"bonus": 1, "reason": "x"}).status_code == 400


def test_a_script_needs_the_scope(client, bonus, graded):
    tutor = enter_with_role(TUTOR, Role.TUTOR, graded.id)

    narrow, wide = bearer(tutor, Permission.MARK_GROUP), bearer(tutor, Permission.RECORD_BONUS)

    assert client.put(bonus, json={"bonus": 1, "reason": "x"}, headers=narrow).status_code == 403
    assert client.put(bonus, json={"bonus": 1, "reason": "x"}, headers=wide).status_code == 200


def test_unknown_ids_are_not_found(tutor):
    assert put(tutor, "/api/v1/groups/99999/mark", {"percent": 5}).status_code == 404
    assert put(tutor, f"{COURSE}/participants/99999/bonus", {"bonus": 5, "reason": "x"}).status_code == 404
