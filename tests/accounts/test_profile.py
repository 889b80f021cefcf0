"""One's own profile."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries
from app.accounts.rules import PersonValue
from app.shared import limits
from app.shared.permissions import Role
from tests import cast
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, is_signed_in, outbox, post
from tests.statements import statements


@pytest.fixture
def browser(client: FlaskClient, amina: PersonValue) -> FlaskClient:
    """A browser in which Amina is signed in."""
    limits.limiter.reset()
    cast.sign_in(client, amina)
    return client


def test_it_shows_names_zone_and_sign_ins(browser: FlaskClient) -> None:
    page = browser.get("/profile").text
    assert 'value="Banda"' in page
    assert '<option selected value="Africa/Lusaka">Lusaka</option>' in page
    assert page.count("this one") == 1


def test_names_language_and_zone_are_changed(browser: FlaskClient, amina: PersonValue) -> None:
    answer = post(
        browser, "/profile", given_name=" Amïna ", family_name="Banda-’Ōhau", language="fr", timezone="Asia/Tokyo"
    )
    assert answer.status_code == 303
    person = queries.get_person(amina.id)
    assert (person.name, person.language, person.timezone) == ("Amïna Banda-’Ōhau", "fr", "Asia/Tokyo")
    assert person.version == amina.version + 2  # the password was set in between
    assert '<html lang="fr">' in browser.get("/profile").text


def test_joiners_inside_a_name_stay(browser: FlaskClient, amina: PersonValue) -> None:
    name = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert post(browser, "/profile", given_name=name, family_name="", language="en", timezone="UTC").status_code == 303
    assert queries.get_person(amina.id).name == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("given_name", "x" * 201),
        ("family_name", "a\x07b"),
        ("family_name", "\u202eadnaB"),
        ("family_name", "Banda\u2066"),
        ("family_name", "Ban\u2028da"),
        ("family_name", "Banda\ufffe"),
        ("language", "de"),
        ("timezone", "Mars/Olympus"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_what_was_typed_stays(
    browser: FlaskClient, amina: PersonValue, field: str, value: str
) -> None:
    typed = {"given_name": "Typed", "family_name": "Typed too", "language": "en", "timezone": "Africa/Lusaka"}
    answer = post(browser, "/profile", **(typed | {field: value}))
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert "Typed" in answer.text
    assert queries.get_person(amina.id).given_name == "Amina"


def test_the_password_is_changed_with_the_old_one(
    app: Flask, browser: FlaskClient, amina: PersonValue, try_sign_in: Callable[..., Any]
) -> None:
    thief = app.test_client()
    cast.sign_in(thief, amina)
    assert post(browser, "/profile/password", old_password=PASSWORD, password=NEW_PASSWORD).status_code == 303
    assert is_signed_in(browser)
    assert not is_signed_in(thief)
    assert [try_sign_in(password=typed).status_code for typed in (PASSWORD, NEW_PASSWORD)] == [401, 303]
    assert [mail.template for mail in outbox()] == ["password_changed"]


def test_a_wrong_old_password_changes_nothing(browser: FlaskClient, amina: PersonValue) -> None:
    answer = post(browser, "/profile/password", old_password="wrong", password=NEW_PASSWORD)
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text
    assert outbox() == []


def test_the_old_password_is_not_guessed(browser: FlaskClient, amina: PersonValue) -> None:
    statuses = [
        post(browser, "/profile/password", old_password="wrong", password=NEW_PASSWORD).status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_a_weak_new_password_is_refused_beside_its_field(browser: FlaskClient) -> None:
    answer = post(browser, "/profile/password", old_password=PASSWORD, password="qwertyuiop")
    assert answer.status_code == 422
    assert "among the first that others would try" in answer.text


def test_a_script_does_not_get_at_the_profile(client: FlaskClient, amina: PersonValue) -> None:
    headers = cast.bearer(amina, "view_course")
    assert client.get("/profile", headers=headers).status_code == 403
    body = {"given_name": "A", "family_name": "B", "language": "en", "timezone": "UTC"}
    assert client.post("/profile", data=body, headers=headers).status_code == 403
    passwords = {"old_password": PASSWORD, "password": NEW_PASSWORD}
    assert client.post("/profile/password", data=passwords, headers=headers).status_code == 403
    assert client.post("/profile/sign-outs", headers=headers).status_code == 403


def test_it_takes_few_statements(browser: FlaskClient, amina: PersonValue) -> None:
    cast.enter_with_role(cast.AMINA, Role.ADMINISTRATOR)
    with statements() as seen:
        browser.get("/profile")
    assert len(seen) == 4


def test_strangers_are_led_to_the_sign_in(client: FlaskClient) -> None:
    assert client.get("/profile").status_code == 401
    assert post(client, "/profile").status_code == 401
