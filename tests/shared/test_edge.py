"""Preconditions, headers and problems at the web's edge."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.shared import errors
from app.shared.http.addresses import LARGEST, typed_id
from app.shared.http.problems import status_of
from tests import cast
from tests.shared.conftest import signed_in_browser

pytestmark = pytest.mark.alike


@pytest.mark.parametrize(
    ("stored", "match", "status", "code"),
    [
        (3, '"3"', 200, ""),
        (3, '"2", "3"', 200, ""),
        (3, '"2"', 412, "stale"),
        (3, 'W/"3"', 412, "stale"),
        (3, "*", 200, ""),
        (3, None, 428, "precondition_missing"),
        (0, None, 200, ""),
        (0, '"3"', 412, "stale"),
        (0, "*", 412, "stale"),
    ],
)
def test_nobody_overwrites_unseen(sampled: Flask, stored: int, match: str | None, status: int, code: str) -> None:
    browser = signed_in_browser(sampled)
    headers = {"X-CSRFToken": cast.csrf_token(browser)} | ({"If-Match": match} if match else {})
    answer = browser.put(f"/versioned/{stored}", headers=headers)
    assert answer.status_code == status
    assert (answer.json or {}).get("code", "") == code
    if status == 200:
        assert answer.headers["ETag"] == f'"{stored + 1}"'


@pytest.mark.parametrize("path", ["/open", "/own", "/nowhere", "/stale", "/health/live", "/sign-in"])
def test_every_answer_carries_the_headers(sampled: Flask, path: str) -> None:
    headers = sampled.test_client().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"
    assert len(headers["X-Request-ID"]) == 32
    assert "Strict-Transport-Security" not in headers


def test_what_a_browser_shows_carries_the_headers_of_pages_and_data_does_not(sampled: Flask) -> None:
    of_pages = {"X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"}
    client = sampled.test_client()
    page = client.get("/sign-in")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert of_pages <= set(page.headers.keys())
    problem = client.get("/nowhere", headers={"Accept": "text/html"})
    assert of_pages <= set(problem.headers.keys())
    data = client.get("/health/live")
    assert data.mimetype == "application/json"
    assert not of_pages & set(data.headers.keys())


def test_answers_to_people_are_kept_by_nobody(sampled: Flask) -> None:
    assert signed_in_browser(sampled).get("/own").headers["Cache-Control"] == "private, no-store"


def test_a_request_number_is_taken_over_when_it_is_one(sampled: Flask) -> None:
    client = sampled.test_client()
    assert client.get("/open", headers={"X-Request-ID": "abc-123"}).headers["X-Request-ID"] == "abc-123"
    for odd in ("x" * 41, "a b", "<script>", "é"):
        assert client.get("/open", headers={"X-Request-ID": odd}).headers["X-Request-ID"] != odd


def test_a_problem_is_json_for_programs_and_a_page_for_people(sampled: Flask) -> None:
    client = sampled.test_client()
    for accept in ("application/json", ""):
        answer = client.get("/stale", headers={"Accept": accept})
        assert answer.mimetype == "application/problem+json"
        assert answer.json is not None
        assert set(answer.json) == {"type", "title", "status", "detail", "code", "request_id"}
        assert (answer.json["status"], answer.json["code"]) == (412, "stale")
    page = client.get("/stale", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert page.status_code == 412
    assert "<h1>Changed meanwhile</h1>" in page.text


def test_a_problem_speaks_the_readers_language(sampled: Flask) -> None:
    answer = sampled.test_client().get("/nowhere", headers={"Accept-Language": "fr"})
    assert answer.json is not None
    assert answer.json["code"] == "not_found"


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.delete("/health/live")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_every_domain_error_has_its_status() -> None:
    statuses = {kind.__name__: int(status_of(kind())) for kind in errors.DomainError.__subclasses__()}
    assert statuses == {
        "NotSignedIn": 401,
        "NotAllowed": 403,
        "NotFound": 404,
        "RuleBroken": 409,
        "Stale": 412,
        "TooLarge": 413,
        "Unreadable": 422,
        "PreconditionMissing": 428,
        "TooManyRequests": 429,
    }


@pytest.mark.parametrize("path", ["/courses/%00/gradebook", "/open?a=%00", "/certificates/%00.pdf", "/verify/%00"])
def test_what_cannot_be_stored_is_never_looked_up(sampled: Flask, path: str) -> None:
    sampled.config["PROPAGATE_EXCEPTIONS"] = False
    assert sampled.test_client().get(path).status_code in {200, 401, 404, 422}


def test_a_form_with_what_cannot_be_stored_is_refused(client: FlaskClient) -> None:
    data = {"email": "a\x00@b.test", "password": "x", "csrf_token": cast.csrf_token(client)}
    assert client.post("/sign-in", data=data).status_code == 422


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7", 7),
        ("007", 7),
        (str(LARGEST), LARGEST),
        (str(LARGEST + 1), 0),
        ("9" * 5000, 0),
        ("0" * 11 + "9" * 5000, 0),
        ("0" * 5000, 0),
        *((word, 0) for word in ("", "-1", "x", " 7", "7.0", "²", "٣")),
    ],
)
def test_a_typed_id_is_one_that_can_be_stored_or_nobody_s(typed: str, meant: int) -> None:
    assert typed_id(typed) == meant
