"""`Idempotency-Key`: a repeat gets the first answer, and nothing is done twice."""

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.http import idempotency
from tests import cast
from tests.conftest import NOW
from tests.shared.conftest import signed_in_browser


def send(browser: FlaskClient, key: str, body: str = "", path: str = "/noted") -> tuple[int, str, bool]:
    headers = {"X-CSRFToken": cast.csrf_token(browser), "Idempotency-Key": key}
    answer = browser.post(path, data=body, headers=headers)
    return answer.status_code, (answer.json or {}).get("code", ""), "Idempotency-Replayed" in answer.headers


def done() -> int:
    session.rollback()
    return session.query(AuditEntry).count()


def test_a_repeat_gets_the_first_answer(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    assert send(browser, "one") == (201, "", False)
    assert send(browser, "one") == (201, "", True)
    assert send(browser, "two") == (201, "", False)
    assert done() == 2


def test_the_same_key_for_something_else_is_refused(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    send(browser, "one", "a")
    assert send(browser, "one", "b") == (409, "idempotency_key_reused", False)
    assert done() == 1


def test_a_key_belongs_to_one_address(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    send(browser, "one")
    assert send(browser, "one", path="/refused")[0] == 422


def test_a_refusal_is_not_remembered(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    assert send(browser, "one", path="/broken-rule") == (409, "sample_rule", False)
    assert send(browser, "one", path="/broken-rule") == (409, "sample_rule", False)


def test_a_key_has_a_length(sampled: Flask) -> None:
    browser = signed_in_browser(sampled)
    assert send(browser, "x" * 201)[0] == 422
    assert send(browser, "")[0] == 422
    assert done() == 0


def test_many_repeats_at_once_do_it_once(sampled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeats that come while the first is still under way wait for its answer."""
    remember = idempotency.remember

    def remember_late(response: Response) -> None:
        time.sleep(0.2)
        remember(response)

    monkeypatch.setattr(idempotency, "remember", remember_late)
    browsers = [signed_in_browser(sampled) for _ in range(6)]
    answers: list[tuple[int, str, bool]] = []

    def repeat(browser: FlaskClient) -> None:
        with sampled.app_context():
            answers.append(send(browser, "one"))

    threads = [threading.Thread(target=repeat, args=(browser,)) for browser in browsers]
    session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done() == 1
    assert sorted(answers) == [(201, "", False), *[(201, "", True)] * 5]


def test_answers_are_kept_for_a_day(sampled: Flask) -> None:
    send(signed_in_browser(sampled), "one")
    stored = session.query(idempotency.IdempotentAnswer).one()
    stored.created_at = NOW
    session.flush()
    assert idempotency.forget_old(NOW + timedelta(days=1)) == 0
    assert idempotency.forget_old(NOW + timedelta(days=1, seconds=1)) == 1
