"""One request, one transaction: what failed left nothing, what could not be kept is no success."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.accounts import queries
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.http.access import Finders
from tests import cast
from tests.shared.conftest import signed_in_browser


@pytest.fixture
def browser(sampled: Flask) -> FlaskClient:
    sampled.config["PROPAGATE_EXCEPTIONS"] = False
    return signed_in_browser(sampled)


def actions() -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def send(browser: FlaskClient, path: str, **headers: str) -> tuple[int, str]:
    answer = browser.post(path, headers={"X-CSRFToken": cast.csrf_token(browser), **headers})
    return answer.status_code, (answer.json or {}).get("code", "")


def test_what_succeeds_is_kept(browser: FlaskClient) -> None:
    assert send(browser, "/noted") == (201, "")
    assert len(actions()) == 1


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/refused", (422, "")),
        ("/broken-rule", (409, "sample_rule")),
        ("/crash", (500, "internal_error")),
        ("/fails-at-commit", (409, "conflict")),
    ],
)
def test_what_fails_leaves_nothing(browser: FlaskClient, path: str, answer: tuple[int, str]) -> None:
    assert send(browser, path) == answer
    assert actions() == []


def test_a_crash_tells_nobody_what_it_was_about(browser: FlaskClient) -> None:
    answer = browser.post("/crash", headers={"X-CSRFToken": cast.csrf_token(browser)})
    assert "divided" not in answer.text
    assert "Nothing of your request was kept." in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_request_that_reads_cannot_write(browser: FlaskClient) -> None:
    assert browser.get("/writes-while-reading").status_code == 500
    assert actions() == []


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_database_that_is_gone_is_said_even_to_somebody_signed_in(
    sampled: Flask, browser: FlaskClient, accept: str
) -> None:
    finders: Finders = sampled.extensions["finders"]

    def gone(_hashed: str, _now: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server closed the connection"))

    sampled.extensions["finders"] = Finders(gone, gone, finders.course, finders.course_by_id)  # type: ignore[arg-type]
    answer = browser.get("/own", headers={"Accept": accept})
    assert answer.status_code == 503
    assert "Please try again in a moment." in answer.text


def test_finding_out_who_asks_takes_one_statement(app: Flask, client: FlaskClient) -> None:
    from tests.statements import statements  # noqa: PLC0415

    cast.sign_in(client, cast.enter(cast.AMINA))
    with statements() as seen:
        client.delete("/api/v1/nothing-here")
        client.get("/health/live")
    assert len([statement for statement in seen if "people" in statement]) <= 2
    assert queries.find_person(cast.AMINA.email) is not None
