"""Signing out: what a copied cookie is worth afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import service
from app.accounts.rules import PersonValue
from app.shared import clock
from app.shared.errors import NotAllowed
from app.shared.permissions import SYSTEM, Actor
from tests import cast
from tests.accounts.conftest import is_signed_in, post, sign_ins

pytestmark = pytest.mark.alike


def copied(client: FlaskClient) -> FlaskClient:
    """Return a second browser with the first one's cookie, as a thief would have it."""
    thief = client.application.test_client()
    kept = client.get_cookie("ecampus")
    assert kept is not None
    thief.set_cookie("ecampus", kept.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    client: FlaskClient, amina: PersonValue, try_sign_in: Callable[..., Any]
) -> None:
    try_sign_in()
    thief = copied(client)
    assert is_signed_in(thief)
    answer = post(client, "/sign-out")
    assert answer.location == "/sign-in"
    assert "You are signed out." in client.get("/sign-in").text
    assert not is_signed_in(client)
    assert not is_signed_in(thief)
    assert sign_ins() == []


def test_signing_out_needs_the_form_of_this_site(client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    assert client.post("/sign-out").status_code == 400
    assert is_signed_in(client)


def test_a_stranger_may_press_the_button_too(client: FlaskClient) -> None:
    assert post(client, "/sign-out").status_code == 303


def test_signing_out_everywhere_ends_every_browser_but_nobody_elses(
    app: Flask, client: FlaskClient, amina: PersonValue
) -> None:
    phone, other = app.test_client(), app.test_client()
    cast.sign_in(client, amina)
    cast.sign_in(phone, amina)
    cast.sign_in(other, cast.enter(cast.BONGANI))
    assert post(client, "/profile/sign-outs").location == "/sign-in"
    assert [is_signed_in(browser) for browser in (client, phone, other)] == [False, False, True]


def test_disabling_somebody_ends_everything_at_once(client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    headers = cast.bearer(amina, "view_course")
    assert is_signed_in(client)
    service.disable_person(amina.id, actor=SYSTEM, now=clock.now())
    assert not is_signed_in(client)
    assert client.get("/profile", headers=headers).status_code == 401
    service.enable_person(amina.id, actor=SYSTEM, now=clock.now())
    assert not is_signed_in(client)


def test_signing_out_leaves_the_language_of_the_visitor(client: FlaskClient, amina: PersonValue) -> None:
    post(client, "/language", language="fr")
    cast.sign_in(client, amina)
    post(client, "/sign-out")
    assert '<html lang="fr">' in client.get("/sign-in").text


def test_only_people_themselves_sign_out_everywhere(app: Flask, amina: PersonValue) -> None:
    script = Actor(amina.id, "script", scopes=frozenset({"view_course"}))
    with pytest.raises(NotAllowed):
        service.sign_out_everywhere(actor=script, now=clock.now())
