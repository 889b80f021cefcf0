"""`POST` and `DELETE /api/v1/session`."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.rules import PersonValue
from tests import cast
from tests.accounts.conftest import PASSWORD, is_signed_in

SESSION = "/api/v1/session"


def test_the_right_pair_gets_a_cookie(client: FlaskClient, amina: PersonValue) -> None:
    answer = client.post(SESSION, json={"email": cast.AMINA.email, "password": PASSWORD})
    assert answer.status_code == 204
    assert answer.data == b""
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert is_signed_in(client)


@pytest.mark.parametrize("pair", [(cast.AMINA.email, "wrong"), ("nobody@ecampus.test", PASSWORD)])
def test_any_wrong_pair_is_a_401_with_a_code(client: FlaskClient, amina: PersonValue, pair: tuple[str, str]) -> None:
    answer = client.post(SESSION, json={"email": pair[0], "password": pair[1]})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == "wrong_pair"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [{}, {"email": "a@b.test"}, {"email": 1, "password": "x"}, {"email": "a@b.test", "password": "x", "role": "x"}],
)
def test_what_is_not_a_pair_is_unreadable(client: FlaskClient, body: dict[str, Any]) -> None:
    assert client.post(SESSION, json=body).status_code == 422


def test_deleting_it_signs_out_everywhere_it_was_copied_to(client: FlaskClient, amina: PersonValue) -> None:
    client.post(SESSION, json={"email": cast.AMINA.email, "password": PASSWORD})
    thief = client.application.test_client()
    kept = client.get_cookie("ecampus")
    assert kept is not None
    thief.set_cookie("ecampus", kept.value)
    answer = client.delete(SESSION, headers={"X-CSRFToken": cast.csrf_token(client)})
    assert answer.status_code == 204
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_deleting_it_needs_the_csrf_token(client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    assert client.delete(SESSION).status_code == 400
    assert is_signed_in(client)
