"""Who may call a route: by declaration only, and the same for every kind of caller."""

import pytest
from flask import Flask

from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import Grant, Role
from tests import cast
from tests.shared.conftest import ELSEWHERE, HERE, bearer, signed_in_browser

pytestmark = pytest.mark.alike

ADMINISTRATOR = Grant(Role.ADMINISTRATOR)
TUTOR = Grant(Role.TUTOR, HERE)
SAMPLE = "/courses/HERE/gradebook-sample"


def test_what_declares_nothing_is_refused_even_to_an_administrator(sampled: Flask) -> None:
    answer = signed_in_browser(sampled, ADMINISTRATOR).get("/undeclared")
    assert answer.status_code == 500
    assert "never shown" not in answer.text


def test_what_is_public_is_open_to_all(sampled: Flask) -> None:
    assert sampled.test_client().get("/open").text == "open"


def test_what_is_for_people_knows_them(sampled: Flask) -> None:
    assert sampled.test_client().get("/own").status_code == 401
    assert signed_in_browser(sampled).get("/own").json == {"person": 5}


@pytest.mark.parametrize(
    ("grants", "path", "status"),
    [
        ([], SAMPLE, 404),
        ([Grant(Role.TUTOR, ELSEWHERE)], SAMPLE, 404),
        ([Grant(Role.PARTICIPANT, HERE)], SAMPLE, 403),
        ([Grant(Role.PARTICIPANT, HERE), Grant(Role.TUTOR, ELSEWHERE)], SAMPLE, 403),
        ([TUTOR], SAMPLE, 200),
        ([ADMINISTRATOR], SAMPLE, 200),
        ([ADMINISTRATOR], "/courses/NOWHERE/gradebook-sample", 404),
        ([TUTOR], "/everywhere", 403),
        ([ADMINISTRATOR], "/everywhere", 200),
    ],
)
def test_a_role_counts_in_its_course(sampled: Flask, grants: list[Grant], path: str, status: int) -> None:
    assert signed_in_browser(sampled, *grants).get(path).status_code == status
    header = bearer(sampled, {"view_gradebook", "manage_accounts"}, *grants)
    assert sampled.test_client().get(path, headers=header).status_code == status


def test_strangers_are_asked_to_sign_in_whether_a_course_exists_or_not(sampled: Flask) -> None:
    for code in ("HERE", "NOWHERE"):
        answer = sampled.test_client().get(f"/courses/{code}/gradebook-sample")
        assert answer.status_code == 401
        assert answer.json is not None
        assert answer.json["code"] == "not_signed_in"


@pytest.mark.parametrize(("group", "status"), [(7, 200), (8, 404), (9, 404)])
def test_a_thing_belongs_to_a_course(sampled: Flask, group: int, status: int) -> None:
    browser = signed_in_browser(sampled, TUTOR)
    headers = {"X-CSRFToken": cast.csrf_token(browser)}
    assert browser.post(f"/groups-sample/{group}", headers=headers).status_code == status


def test_a_scope_narrows_what_a_token_may(sampled: Flask) -> None:
    client = sampled.test_client()
    assert client.get(SAMPLE, headers=bearer(sampled, {"view_gradebook"}, TUTOR)).status_code == 200
    assert client.get(SAMPLE, headers=bearer(sampled, {"view_course"}, TUTOR)).status_code == 403


def test_a_stranger_who_writes_is_asked_to_sign_in_and_not_for_a_token_of_a_session(sampled: Flask) -> None:
    stranger = sampled.test_client()
    for headers in ({}, {"X-CSRFToken": "of a session that has ended"}):
        answer = stranger.post("/noted", headers=headers)
        assert answer.json is not None
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_writing_with_a_cookie_needs_the_csrf_token(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    assert browser.post("/noted").status_code == 400
    assert browser.post("/noted", headers={"X-CSRFToken": "made up"}).status_code == 400
    assert browser.post("/noted", headers={"X-CSRFToken": cast.csrf_token(browser)}).status_code == 201
    assert browser.post("/noted", data={"csrf_token": cast.csrf_token(browser)}).status_code == 201


def test_a_csrf_token_of_another_browser_is_refused(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    cast.csrf_token(browser)
    other = cast.csrf_token(sampled.test_client())
    assert browser.post("/noted", headers={"X-CSRFToken": other}).status_code == 400


def test_a_header_does_not_excuse_a_cookie_from_the_csrf_token(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    assert browser.post("/noted", headers={"Authorization": "Bearer made-up"}).status_code == 400


def test_scripts_need_no_csrf_token(sampled: Flask) -> None:
    client = sampled.test_client()
    assert client.post("/noted", headers=bearer(sampled, {"view_course"})).status_code == 201
    assert client.post("/noted", headers={"Authorization": "Bearer made-up"}).status_code == 401
    assert client.post("/no-token-needed").status_code == 200


def test_what_is_refused_leaves_nothing_behind(sampled: Flask) -> None:
    browser = signed_in_browser(sampled, TUTOR)
    browser.post("/groups-sample/8", headers={"X-CSRFToken": cast.csrf_token(browser)})
    browser.post("/groups-sample/7")
    assert session.query(AuditEntry).count() == 0
