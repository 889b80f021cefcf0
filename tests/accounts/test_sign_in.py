"""Signing in: what opens, what stays shut, and what nobody learns."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import service
from app.accounts.models import Person
from app.accounts.rules import PersonValue
from app.accounts.service import hashing
from app.shared import clock
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests import cast
from tests.accounts.conftest import PASSWORD, is_signed_in, sign_ins

Try = Callable[..., Any]


def test_the_right_pair_opens_the_house(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    assert try_sign_in().status_code == 303
    assert is_signed_in(client)
    assert [entry.action for entry in session.scalars(select(AuditEntry))][-1] == "sign_in"


def test_an_address_may_be_typed_in_any_case(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    try_sign_in(email=f" {cast.AMINA.email.upper()} ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [(cast.AMINA.email, "not the password"), ("nobody@ecampus.test", PASSWORD), ("no address at all", PASSWORD)],
)
def test_every_wrong_pair_gets_the_same_answer(
    client: FlaskClient, amina: PersonValue, try_sign_in: Try, email: str, password: str
) -> None:
    answer = try_sign_in(email=email, password=password)
    assert answer.status_code == 401
    assert "The e-mail address or the password is not right." in answer.text
    assert f'value="{email}"' in answer.text
    assert password not in answer.text
    assert not is_signed_in(client)


def test_people_without_a_password_and_disabled_people_get_it_too(
    client: FlaskClient, amina: PersonValue, try_sign_in: Try
) -> None:
    cast.enter(cast.BONGANI)
    service.disable_person(amina.id, actor=SYSTEM, now=clock.now())
    assert try_sign_in(email=cast.BONGANI.email).status_code == 401
    assert try_sign_in().status_code == 401


def test_an_unknown_address_costs_the_same_hash(
    client: FlaskClient, try_sign_in: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:  # noqa: A002 - as argon2 names it
            checked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(hashing, "hasher", Watched(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    assert try_sign_in(email="nobody@ecampus.test").status_code == 401
    assert checked == [hashing.dummy()]
    assert "$m=19456,t=2,p=1$" in checked[0]


def test_the_database_is_not_held_while_a_password_is_checked(
    client: FlaskClient, amina: PersonValue, try_sign_in: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    matches = hashing.matches

    def watched(stored: str | None, password: str) -> bool:
        held.append(session().in_transaction())
        return matches(stored, password)

    monkeypatch.setattr(hashing, "matches", watched)
    try_sign_in()
    assert held == [False]


def test_a_hash_with_old_parameters_is_made_anew(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.get_one(Person, amina.id).password_hash = old
    assert try_sign_in().status_code == 303
    session.expire_all()
    stored = session.get_one(Person, amina.id).password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashing.matches(stored, PASSWORD)


def test_only_a_hash_of_the_secret_is_stored(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    try_sign_in()
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) == 43
    assert sign_ins()[0].token_hash != token
    assert len(sign_ins()[0].token_hash) == 64


def test_the_session_is_a_new_one(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["csrf_token"] = "planted too"
        cookie["language"] = "fr"
    try_sign_in()
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "planted too"
        assert cookie["language"] == "fr"
        assert set(cookie) == {"_permanent", "_user_id", "csrf_token", "language"}  # it travels with every save
        assert len(cookie["csrf_token"]) == 22


def test_signing_in_again_ends_the_sign_in_before(client: FlaskClient, amina: PersonValue, try_sign_in: Try) -> None:
    try_sign_in()
    first = sign_ins()[0].id
    try_sign_in()
    assert [row.id for row in sign_ins()] == [first + 1]


def test_a_planted_session_id_is_worth_nothing(client: FlaskClient, amina: PersonValue) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(amina.id)
    assert not is_signed_in(client)


def test_a_sign_in_ends_by_itself(client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    sign_ins()[0].expires_at = clock.now() - timedelta(seconds=1)
    assert not is_signed_in(client)


def test_old_sign_ins_are_swept_away(app: Flask, client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    assert service.forget_old_sign_ins(clock.now()) == 0
    assert service.forget_old_sign_ins(clock.now() + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/profile", "/profile"),
        ("/courses/A/gradebook?sort=-total", "/courses/A/gradebook?sort=-total"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("/\t/evil.test", "/"),
        ("\\\\evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_within_this_site_only(
    client: FlaskClient, amina: PersonValue, try_sign_in: Try, wanted: str, followed: str
) -> None:
    assert try_sign_in(next=wanted).location == followed
    assert client.get("/sign-in", query_string={"next": wanted}).location == followed


def test_a_page_for_people_leads_a_stranger_to_the_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/profile?a=b", headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/profile?a%3Db"
    assert 'name="next" value="/profile?a=b"' in client.get(answer.location).text


def test_the_form_needs_its_token(client: FlaskClient, amina: PersonValue) -> None:
    answer = client.post("/sign-in", data={"email": cast.AMINA.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert not is_signed_in(client)


def test_empty_fields_are_named(client: FlaskClient, try_sign_in: Try) -> None:
    answer = try_sign_in(email="", password="")
    assert answer.status_code == 422
    assert answer.text.count("Please fill this in.") == 2
