"""Asking for a link: the same answer for everybody, a mail for those who have an account."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import service
from app.accounts.rules import PersonValue
from app.shared import clock, limits
from app.shared.permissions import SYSTEM
from tests import cast
from tests.accounts.conftest import links, mailed_token, outbox, post


@pytest.fixture(autouse=True)
def open_limits(app: Flask) -> Iterator[None]:
    limits.limiter.reset()
    yield
    limits.limiter.reset()


def ask(client: FlaskClient, email: str) -> str:
    answer = post(client, "/forgotten-password", email=email)
    assert answer.status_code == 200
    return answer.text.replace(answer.headers["X-Request-ID"], "")


def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient, amina: PersonValue) -> None:
    cast.enter(cast.BONGANI)
    service.disable_person(cast.enter(cast.CHLOE).id, actor=SYSTEM, now=clock.now())
    emails = (cast.AMINA.email, cast.BONGANI.email, cast.CHLOE.email, "nobody@ecampus.test", "no address")
    assert len({without_tokens(ask(client, email)) for email in emails}) == 1
    assert [mail.address for mail in outbox()] == [cast.AMINA.email, cast.BONGANI.email]


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line and "Now:" not in line)


def test_the_mail_carries_a_link_for_one_hour(client: FlaskClient, amina: PersonValue) -> None:
    ask(client, cast.AMINA.email.upper())
    (mail,) = outbox()
    assert (mail.template, mail.language, mail.zone) == ("reset", "en", "Africa/Lusaka")
    assert mail.params["name"] == "Amina Banda"
    assert mail.params["link"] == f"http://127.0.0.1:8000/set-password/{mailed_token()}"
    (link,) = links()
    assert link.expires_at - link.created_at == timedelta(hours=1)
    assert mailed_token() not in (link.token_hash, mail.dedupe_key)


def test_nobody_is_flooded_with_mails(client: FlaskClient, amina: PersonValue) -> None:
    pages = {without_tokens(ask(client, cast.AMINA.email)) for _ in range(7)}
    assert len(pages) == 1
    assert len(outbox()) == 5


def test_one_address_asks_for_so_many_only(
    client: FlaskClient, amina: PersonValue, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = service.links.FORGOTTEN_BY_ADDRESS
    monkeypatch.setattr(service.links, "FORGOTTEN_BY_ADDRESS", limits.Limit(limit.name, 2, limit.seconds))
    for number in range(2):
        ask(client, f"p{number}@ecampus.test")
    answer = post(client, "/forgotten-password", email=cast.AMINA.email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert outbox() == []


def test_an_empty_address_is_asked_for_again(client: FlaskClient) -> None:
    assert post(client, "/forgotten-password", email="").status_code == 422
