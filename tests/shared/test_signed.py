"""Cookie and CSRF token: what was found good once is nobody else's, and nothing that was changed is good."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.shared.http.signed import Signed
from app.shared.permissions import Grant, Role
from tests import cast
from tests.shared.conftest import signed_in_browser

SERIALIZER = URLSafeTimedSerializer("a key", salt="here")


@pytest.fixture
def browser(sampled: Flask) -> FlaskClient:
    return signed_in_browser(sampled, Grant(Role.TUTOR, 1))


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_byte_is_refused_though_the_rest_is_known(place: int) -> None:
    value, reader = SERIALIZER.dumps({"who": "x"}), Signed(SERIALIZER)
    reader.read(value)
    changed = list(value)
    changed[place] = "A" if changed[place] not in "ABCD" else "Q"  # the last two bits of the last byte say nothing
    with pytest.raises(BadSignature):
        reader.read("".join(changed))


def test_another_key_or_purpose_is_refused() -> None:
    for other in (URLSafeTimedSerializer("another", salt="here"), URLSafeTimedSerializer("a key", salt="there")):
        with pytest.raises(BadSignature):
            Signed(SERIALIZER).read(other.dumps({"who": "x"}))


def test_what_one_request_puts_into_its_list_no_other_sees(sampled: Flask, browser: FlaskClient) -> None:
    with browser.session_transaction() as cookie:
        cookie["kept"] = ["one"]
    value = str(getattr(browser.get_cookie("ecampus"), "value", ""))
    for _ in range(3):
        with sampled.test_request_context(headers={"Cookie": f"ecampus={value}"}) as context:
            assert context.session["kept"] == ["one"]
            context.session["kept"].append("more")
            context.session["new"] = 1
        with sampled.test_request_context(headers={"Cookie": f"ecampus={value}"}) as context:
            assert "new" not in context.session


def test_a_token_counts_in_its_own_session_only(sampled: Flask, browser: FlaskClient) -> None:
    token = cast.csrf_token(browser)
    for _ in range(2):
        assert browser.post("/noted", headers={"X-CSRFToken": token}).status_code < 400
    stranger = signed_in_browser(sampled, Grant(Role.TUTOR, 1))
    cast.csrf_token(stranger)
    assert stranger.post("/noted", headers={"X-CSRFToken": token}).status_code == 400
    for wrong in ("", "x", token[:-1], f"{token}x"):
        assert browser.post("/noted", headers={"X-CSRFToken": wrong}).status_code == 400


def test_by_https_a_token_counts_with_our_own_referrer_only(browser: FlaskClient) -> None:
    token, base = cast.csrf_token(browser), "https://localhost"
    browser.set_cookie("ecampus", str(getattr(browser.get_cookie("ecampus"), "value", "")), secure=True)
    for referrer, refused in ((None, True), ("https://elsewhere.example/", True), ("https://localhost/page", False)):
        headers = {"X-CSRFToken": token} | ({"Referer": referrer} if referrer else {})
        assert (browser.post("/noted", headers=headers, base_url=base).status_code == 400) is refused
