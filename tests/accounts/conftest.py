"""What tests of accounts share: somebody with a password, the mails, the browser's steps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import service
from app.accounts.models import MailedLink, SignIn
from app.accounts.rules import PersonValue
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests import cast
from tests.conftest import NOW

PASSWORD = "lemon tree very pretty"
NEW_PASSWORD = "and the lemon flower is sweet"


@pytest.fixture
def amina(app: Flask) -> PersonValue:
    """Amina, who has set her password."""
    person = cast.enter(cast.AMINA)
    service.set_password(person.id, PASSWORD, base_url="http://test", actor=SYSTEM, now=NOW)
    session.commit()
    return person


@pytest.fixture
def try_sign_in(client: FlaskClient) -> Callable[..., TestResponse]:
    """Sends the sign-in form."""

    def send(email: str = cast.AMINA.email, password: str = PASSWORD, **more: str) -> TestResponse:
        data = {"email": email, "password": password, "csrf_token": cast.csrf_token(client)} | more
        return client.post("/sign-in", data=data)

    return send


def post(browser: FlaskClient, path: str, **data: str | list[str]) -> TestResponse:
    """Send a form with its CSRF token."""
    return browser.post(path, data={**data, "csrf_token": cast.csrf_token(browser)})


def is_signed_in(browser: FlaskClient) -> bool:
    """Tell whether a page for people who are signed in opens."""
    return browser.get("/profile").status_code == 200


def outbox() -> list[OutboxMessage]:
    """Return the queued mails, oldest first."""
    session.expire_all()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def mailed_token() -> str:
    """Return the secret in the newest mail's link."""
    found = re.search(r"/set-password/([\w-]+)$", outbox()[-1].params["link"])
    assert found is not None
    return found[1]


def sign_ins() -> list[SignIn]:
    """Return every stored sign-in."""
    session.expire_all()
    return list(session.scalars(select(SignIn).order_by(SignIn.id)))


def links() -> list[MailedLink]:
    """Return every stored link."""
    session.expire_all()
    return list(session.scalars(select(MailedLink).order_by(MailedLink.id)))
