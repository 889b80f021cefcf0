"""GET /api/v1/me: who I am, my courses and roles, and the token that a browser's writes carry."""

import pytest
from flask.testing import FlaskClient

from app.shared.permissions import Role
from tests.cast import ADMINISTRATOR, AMINA, MANAGER, STRANGER, bearer, enter, enter_with_role, sign_in
from tests.grading.cast import graded_course
from tests.statements import statements

pytestmark = pytest.mark.alike


def test_nobody_signed_in_is_told_so(client: FlaskClient) -> None:
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_it_says_who_i_am_and_which_roles_i_hold_where(client: FlaskClient) -> None:
    course = graded_course()
    manager = enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id)
    sign_in(client, manager)
    me = client.get("/api/v1/me").json
    assert me is not None
    assert (me["id"], me["email"], me["given_name"], me["family_name"]) == (
        manager.id,
        MANAGER.email,
        MANAGER.given_name,
        MANAGER.family_name,
    )
    assert (me["language"], me["timezone"]) == ("en", "Europe/Rome")
    assert (me["roles"], me["scopes"]) == ([], None)
    assert [(one["code"], one["roles"], one["state"]) for one in me["courses"]] == [
        ("A9714776", ["activity_manager"], "open")
    ]


def test_an_administrator_is_in_every_course(client: FlaskClient) -> None:
    graded_course()
    sign_in(client, enter_with_role(ADMINISTRATOR, Role.ADMINISTRATOR))
    me = client.get("/api/v1/me").json
    assert me is not None
    assert me["roles"] == ["administrator"]
    assert [one["roles"] for one in me["courses"]] == [["administrator"]]


def test_somebody_in_no_course_has_none(client: FlaskClient) -> None:
    graded_course()
    sign_in(client, enter(STRANGER))
    assert client.get("/api/v1/me").json["courses"] == []  # type: ignore[index]


def test_its_token_is_what_writes_need(client: FlaskClient) -> None:
    graded_course()
    sign_in(client, enter(AMINA))
    token = client.get("/api/v1/me").json["csrf_token"]  # type: ignore[index]
    assert client.delete("/api/v1/session").status_code == 400
    assert client.delete("/api/v1/session", headers={"X-CSRFToken": token}).status_code == 204


def test_a_script_gets_its_scopes_and_no_csrf_token(client: FlaskClient) -> None:
    me = client.get("/api/v1/me", headers=bearer(enter(STRANGER), "view_statistics", "view_course")).json
    assert me is not None
    assert me["scopes"] == ["view_course", "view_statistics"]
    assert me["csrf_token"] is None


def test_it_takes_two_statements(client: FlaskClient) -> None:
    graded_course()
    sign_in(client, enter(AMINA))
    client.get("/api/v1/me")
    with statements() as seen:
        client.get("/api/v1/me")
    assert len(seen) == 2, seen
