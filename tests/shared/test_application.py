"""The edge answers before any feature is there."""

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.alike


def test_a_live_process_says_so(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"status": "ok"}


def test_an_unknown_address_is_a_problem_with_a_code(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == "not_found"
