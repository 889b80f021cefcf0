"""The page behind a mailed link: it works once, in time, and ends what was open."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries, service
from app.accounts.models import Person
from app.accounts.rules import PersonValue
from app.accounts.service import hashing
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests import cast
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, is_signed_in, links, mailed_token, outbox, post


@pytest.fixture
def link(client: FlaskClient, amina: PersonValue) -> str:
    """The path of a link that was mailed to Amina."""
    service.forget_password(cast.AMINA.email, address="", base_url="http://test", now=clock.now())
    session.commit()
    return f"/set-password/{mailed_token()}"


def stored_hash(person: PersonValue) -> str:
    session.expire_all()
    return session.get_one(Person, person.id).password_hash or ""


def test_the_link_sets_the_password(client: FlaskClient, amina: PersonValue, link: str) -> None:
    assert client.get(link).status_code == 200
    assert post(client, link, password=NEW_PASSWORD).location == "/sign-in"
    assert hashing.matches(stored_hash(amina), NEW_PASSWORD)
    assert not hashing.matches(stored_hash(amina), PASSWORD)


def test_it_works_once(client: FlaskClient, amina: PersonValue, link: str) -> None:
    post(client, link, password=NEW_PASSWORD)
    answer = post(client, link, password="another fine password")
    assert answer.status_code == 409
    assert "This link has been used already, or its time is over." in answer.text
    assert client.get(link).status_code == 409
    assert hashing.matches(stored_hash(amina), NEW_PASSWORD)


def test_it_works_for_an_hour(client: FlaskClient, amina: PersonValue, link: str) -> None:
    links()[0].expires_at = clock.now() - timedelta(seconds=1)
    assert client.get(link).status_code == 409
    assert post(client, link, password=NEW_PASSWORD).status_code == 409
    assert hashing.matches(stored_hash(amina), PASSWORD)


def test_looking_at_it_does_not_use_it_up(client: FlaskClient, link: str) -> None:
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]


def test_a_made_up_link_opens_nothing(client: FlaskClient, link: str) -> None:
    assert client.get("/set-password/made-up").status_code == 409
    assert post(client, f"/set-password/{links()[0].token_hash}", password=NEW_PASSWORD).status_code == 409


@pytest.mark.parametrize("password", ["short", "password123", "Amina Banda!", "aaaaaaaaaaaa", "amina@ecampus.test"])
def test_a_password_that_is_not_taken_leaves_the_link_good(
    client: FlaskClient, amina: PersonValue, link: str, password: str
) -> None:
    answer = post(client, link, password=password)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{password}"' not in answer.text
    assert post(client, link, password=NEW_PASSWORD).status_code == 303


def test_every_other_link_and_sign_in_ends(app: Flask, client: FlaskClient, amina: PersonValue, link: str) -> None:
    thief = app.test_client()
    cast.sign_in(thief, amina)
    service.forget_password(cast.AMINA.email, address="", base_url="http://test", now=clock.now())
    session.commit()
    second = f"/set-password/{mailed_token()}"
    post(client, link, password=NEW_PASSWORD)
    assert not is_signed_in(thief)
    assert client.get(second).status_code == 409


def test_the_person_is_told(client: FlaskClient, amina: PersonValue, link: str) -> None:
    post(client, link, password=NEW_PASSWORD)
    assert [mail.template for mail in outbox()] == ["reset", "password_changed"]
    assert outbox()[-1].params["link"] == "http://127.0.0.1:8000/forgotten-password"


def test_the_secret_address_stays_out_of_referrers_and_caches(client: FlaskClient, link: str) -> None:
    for answer in (client.get(link), client.get("/set-password/made-up"), post(client, link, password="short")):
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "http://" not in answer.text.replace("http://www.w3.org", "")


def test_a_disabled_person_cannot_use_it(client: FlaskClient, amina: PersonValue, link: str) -> None:
    service.disable_person(amina.id, actor=SYSTEM, now=clock.now())
    assert client.get(link).status_code == 409
    assert post(client, link, password=NEW_PASSWORD).status_code == 409


def test_two_browsers_at_once_set_it_once(app: Flask, amina: PersonValue, link: str) -> None:
    token = link.rpartition("/")[2]
    service.set_password_by_link(token, NEW_PASSWORD, base_url="http://test", now=clock.now())
    session.commit()
    with pytest.raises(Exception, match="used already"):
        service.set_password_by_link(token, "another fine password", base_url="http://test", now=clock.now())


def test_an_invitation_makes_the_account_active(client: FlaskClient) -> None:
    person = cast.enter(cast.BONGANI)
    service.invite_people([person], base_url="http://test", actor=SYSTEM, now=clock.now())
    session.commit()
    post(client, f"/set-password/{mailed_token()}", password=NEW_PASSWORD)
    session.expire_all()
    assert queries.get_person(person.id).activated
    assert session.get_one(Person, person.id).activated_at is not None
    assert [mail.template for mail in outbox()] == ["invitation"]


def test_old_links_are_swept_away(app: Flask, link: str) -> None:
    assert service.forget_old_links(clock.now()) == 0
    assert service.forget_old_links(clock.now() + timedelta(hours=2)) == 1
