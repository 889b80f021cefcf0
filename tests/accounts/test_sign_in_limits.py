"""Guessing passwords: how often, and what it does to those who share an address."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.rules import PersonValue
from app.accounts.service import sign_ins
from app.config import Settings
from app.shared import limits
from app.shared.limits import Limit
from tests import cast
from tests.accounts.conftest import PASSWORD, is_signed_in
from tests.conftest import Browser

Try = Callable[..., Any]


@pytest.fixture(autouse=True)
def few_tries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small figures: three wrong tries a pair, five an address, four an account."""
    limits.limiter.reset()
    for name, times in (("BY_PAIR", 3), ("BY_ADDRESS", 5), ("BY_EMAIL", 4)):
        limit: Limit = getattr(sign_ins, name)
        monkeypatch.setattr(sign_ins, name, Limit(limit.name, times, limit.seconds))
    yield
    limits.limiter.reset()


def test_after_a_few_wrong_tries_even_the_right_one_waits(
    client: FlaskClient, amina: PersonValue, try_sign_in: Try
) -> None:
    assert [try_sign_in(password="wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    answer = try_sign_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes, then try again." in answer.text
    assert not is_signed_in(client)


def test_unknown_people_are_limited_alike(client: FlaskClient, try_sign_in: Try) -> None:
    statuses = [try_sign_in(email="nobody@ecampus.test", password="wrong").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]


def test_a_good_sign_in_opens_the_tries_again(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    for _ in range(3):
        assert [try_sign_in(password="wrong").status_code for _ in range(2)] == [401, 401]
        assert try_sign_in().status_code == 303
        limits.forget(sign_ins.BY_ADDRESS, "127.0.0.1")


def test_good_sign_ins_of_a_whole_class_do_not_count(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    assert {try_sign_in().status_code for _ in range(8)} == {303}


def test_one_address_cannot_try_everybody(client: FlaskClient, try_sign_in: Try) -> None:
    statuses = [try_sign_in(email=f"p{number}@ecampus.test").status_code for number in range(6)]
    assert statuses == [401] * 5 + [429]


def test_an_account_is_not_guessed_at_from_everywhere(app: Flask, amina: PersonValue) -> None:
    def from_address(number: int) -> int:
        browser = app.test_client()
        data = {"email": cast.AMINA.email, "password": "wrong", "csrf_token": cast.csrf_token(browser)}
        return browser.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}).status_code

    assert [from_address(number) for number in range(5)] == [401] * 4 + [429]


def test_two_workers_count_together(
    settings: Settings, client: FlaskClient, amina: PersonValue, try_sign_in: Try
) -> None:
    assert [try_sign_in(password="wrong").status_code for _ in range(3)] == [401] * 3
    second = create_app(settings)
    second.test_client_class = Browser
    answer = second.test_client().post("/api/v1/session", json={"email": cast.AMINA.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.json is not None
    assert answer.json["code"] == "too_many_requests"
