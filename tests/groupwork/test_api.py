"""Groups, worksheet cells and attendance over HTTP."""

import pytest

from app.courses.queries import get_enrolment
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.grading.cast import DIDIER, enrolment_of, group_of


@pytest.fixture
def send(app, course):
    """Sends a request as somebody; returns status and body."""

    def request(person, method, path, body=None, role=None):
        client = app.test_client()
        sign_in(client, enter_with_role(person, role, course.id) if role else enter(person))
        answer = client.open(f"/api/v1{path}", method=method, json=body, headers={"X-CSRFToken": csrf_token(client)})
        return answer.status_code, answer.get_json(silent=True)

    return request


def cell(group, row="principle_1", column="challenge") -> str:
    return f"/groups/{group}/worksheet/{row}/{column}"


def test_a_cell_is_saved_read_and_never_overwritten_unseen(send, group):
    status, saved = send(AMINA, "PUT", cell(group), {"text": "Amina's", "base_version": 0})
    assert (status, saved["version"], saved["saved_by"]) == (200, 1, "Amina Banda")
    status, refused = send(BONGANI, "PUT", cell(group), {"text": "Bongani's", "base_version": 0})
    assert (status, refused["code"], refused["stored"]["text"], refused["stored"]["version"]) == (
        409,
        "cell_changed",
        "Amina's",
        1,
    )
    assert send(BONGANI, "PUT", cell(group), {"text": "Both", "base_version": 1})[0] == 200
    status, sheet = send(TUTOR, "GET", f"/groups/{group}/worksheet", role=Role.TUTOR)
    assert [(one["text"], one["version"]) for one in sheet["cells"]] == [("Both", 2)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "x"}, 422),
        ({"text": "x", "base_version": "0"}, 422),
        ({"text": "x", "base_version": -1}, 422),
        ({"text": "x" * 4001, "base_version": 0}, 422),
        ({"text": "x", "base_version": 0, "more": 1}, 422),
        ({"text": "x", "base_version": 7}, 409),
    ],
)
def test_a_cell_that_cannot_be_saved_is_refused(send, group, body, status):
    assert send(AMINA, "PUT", cell(group), body)[0] == status


def test_no_such_cell_and_no_such_group_are_not_found(send, group):
    body = {"text": "x", "base_version": 0}
    assert send(AMINA, "PUT", cell(group, "principle_9"), body)[0] == 404
    assert send(AMINA, "PUT", cell(10**6), body)[0] == 404
    assert send(CHLOE, "PUT", cell(group), body)[0] == 404
    assert send(CHLOE, "GET", f"/groups/{group}/worksheet")[0] == 404


def test_who_is_editing_is_told_with_its_age(send, group):
    seen = {"row": "principle_1", "column": "action"}
    assert send(BONGANI, "POST", f"/groups/{group}/worksheet/presence", seen) == (204, None)
    _status, sheet = send(AMINA, "GET", f"/groups/{group}/worksheet")
    (one,) = sheet["editing"]
    assert (one["name"], one["row"], one["column"]) == ("Bongani !Xóõ", "principle_1", "action")
    assert 0 <= one["seconds_ago"] < 60


def test_attendance_is_noted_and_read(send, course, group):
    bongani = enrolment_of(course, BONGANI)
    body = {"notes": [{"participant": bongani, "state": "present"}]}
    status, noted = send(AMINA, "PUT", f"/groups/{group}/attendance/group_1", body)
    assert (status, noted["items"][0]["participant"], noted["items"][0]["state"]) == (200, bongani, "present")
    assert noted["items"][0]["noted_by"] == "Amina Banda"
    assert send(BONGANI, "GET", f"/groups/{group}/attendance/group_1")[1] == noted
    assert send(BONGANI, "PUT", f"/groups/{group}/attendance/group_1", body)[0] == 403
    assert send(AMINA, "GET", f"/groups/{group}/attendance/session_6")[0] == 404
    wrong = {"notes": [{"participant": bongani, "state": "asleep"}]}
    assert send(AMINA, "PUT", f"/groups/{group}/attendance/group_1", wrong)[0] == 422


def test_groups_are_listed_and_made(send, course):
    status, made = send(TUTOR, "POST", "/courses/A9714776/groups", {"name": "Blue"}, role=Role.TUTOR)
    assert (status, made["name"], made["members"], made["ambassador_id"]) == (201, "Blue", 0, None)
    status, listed = send(TUTOR, "GET", "/courses/A9714776/groups", role=Role.TUTOR)
    assert [(one["name"], one["members"]) for one in listed["items"]] == [("1", 3), ("2", 1), ("Blue", 0)]
    assert send(TUTOR, "POST", "/courses/A9714776/groups", {"name": "1"}, role=Role.TUTOR)[0] == 409
    assert send(AMINA, "POST", "/courses/A9714776/groups", {"name": "Red"})[0] == 403


def test_a_participant_is_moved_and_taken_out(send, course):
    didier, second = enrolment_of(course, DIDIER), group_of(course, "2")
    path = f"/courses/A9714776/participants/{didier}/group"
    status, placed = send(TUTOR, "PUT", path, {"group": second, "reason": "wishes"}, role=Role.TUTOR)
    assert (status, placed) == (200, {"participant": didier, "group": second, "ambassador": False})
    assert send(TUTOR, "PUT", path, {"group": None}, role=Role.TUTOR)[1]["group"] is None
    assert get_enrolment(course.id, didier).group_id is None
    assert send(TUTOR, "PUT", path, {"group": 10**6}, role=Role.TUTOR)[0] == 404
    assert send(AMINA, "PUT", path, {"group": second})[0] == 403
