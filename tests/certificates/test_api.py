"""POST and GET /courses/{code}/certificates."""

from __future__ import annotations

import pytest

from app.certificates import queries
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, EXPERT, MANAGER, SPONSOR, STRANGER, TUTOR, csrf_token
from tests.certificates.cast import certificate_of

pytestmark = pytest.mark.alike

PATH = "/api/v1/courses/A9714776/certificates"


def post(browser, body=None, **headers):
    return browser.post(PATH, json=body or {}, headers={"X-CSRFToken": csrf_token(browser), **headers})


def test_a_dry_run_says_who_would_get_what_and_why_and_changes_nothing(browse, marked):
    answer = post(browse(marked, MANAGER, Role.ACTIVITY_MANAGER), {"dry_run": True})

    assert answer.status_code == 200
    assert (answer.json["dry_run"], answer.json["final"]) == (True, False)
    assert answer.json["counts"] == {"issue": 3, "none": 1}
    first = answer.json["items"][0]
    assert (first["email"], first["certificate"], first["action"]) == (AMINA.email, "achievement", "issue")
    assert first["number"] is None
    assert "everything that Achievement asks for" in first["why"]
    assert queries.certificates_of(marked.id) == []


def test_issuing_before_closing_is_refused(browse, marked):
    answer = post(browse(marked, MANAGER, Role.ACTIVITY_MANAGER))

    assert (answer.status_code, answer.json["code"]) == (409, "course_open")


def test_a_manager_issues_and_gets_the_numbers(browse, closed):
    manager = browse(closed, MANAGER, Role.ACTIVITY_MANAGER)

    answer = post(manager)

    numbers = {item["email"]: item["number"] for item in answer.json["items"]}
    assert (answer.status_code, answer.json["counts"]) == (200, {"issue": 3, "none": 1})
    assert numbers[AMINA.email] == certificate_of(closed, "Amina").number
    again = post(manager).json
    assert again["counts"] == {"keep": 3, "none": 1}
    assert {item["email"]: item["number"] for item in again["items"]} == numbers


def test_the_same_key_gets_the_same_answer(browse, closed):
    manager = browse(closed, MANAGER, Role.ACTIVITY_MANAGER)

    first, second = (post(manager, **{"Idempotency-Key": "once"}) for _ in range(2))

    assert second.json == first.json
    assert second.headers["Idempotency-Replayed"] == "true"


def test_the_list_is_read_page_by_page(browse, issued):
    manager = browse(issued, MANAGER, Role.ACTIVITY_MANAGER)

    first = manager.get(PATH, query_string={"limit": 2}).json
    second = manager.get(PATH, query_string={"limit": 2, "cursor": first["next_cursor"]}).json

    assert [item["name"] for item in first["items"] + second["items"]] == [
        "Amina Banda",
        "Bongani !Xóõ",
        "Chloé d’Almeida",
    ]
    assert second["next_cursor"] is None
    assert first["items"][0]["status"] == "valid"
    assert first["items"][0]["pdf_url"].endswith(f"/certificates/{first['items'][0]['number']}.pdf")
    assert manager.get(PATH, query_string={"cursor": "x"}).status_code == 422
    assert manager.get(PATH, query_string={"limit": 0}).status_code == 422
    assert post(manager, {"dry_run": "perhaps"}).status_code == 422


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [
        (TUTOR, Role.TUTOR, 403),
        (EXPERT, Role.EXPERT, 403),
        (SPONSOR, Role.SPONSOR, 403),
        (BONGANI, None, 403),
        (STRANGER, None, 404),
    ],
)
def test_nobody_else_may(browse, closed, person, role, status):
    browser = browse(closed, person, role)

    assert browser.get(PATH).status_code == post(browser).status_code == status
    assert queries.certificates_of(closed.id) == []


def test_a_stranger_is_asked_to_sign_in(client, closed):
    assert client.get(PATH).status_code == 401
