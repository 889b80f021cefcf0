"""No address and no name gets into the logs, whatever people do; the audit trail keeps names apart."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from app.accounts import service
from app.accounts.rules import NewPerson
from app.shared import limits
from app.shared.audit import AuditEntry, AuditPersonalValue
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor
from tests import cast
from tests.accounts.conftest import NEW_PASSWORD, PASSWORD, mailed_token, post
from tests.conftest import NOW

CANARY = NewPerson("canary.bird@ecampus.test", "Canarina", "Fringilla", "en", "Africa/Harare")


@pytest.fixture
def logged(app: Flask) -> Iterator[io.StringIO]:
    """Everything that is logged, from DEBUG up, as it would be written."""
    limits.limiter.reset()
    root = logging.getLogger()
    ours = next(handler for handler in root.handlers if handler.get_name() == "e-campus")
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ours.formatter)
    levels = {name: logging.getLogger(name).level for name in ("", "app")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_the_canary_is_never_heard(client: FlaskClient, run: FlaskCliRunner, logged: io.StringIO) -> None:
    person = cast.enter(CANARY)
    post(client, "/sign-in", email=CANARY.email, password=PASSWORD)
    post(client, "/forgotten-password", email=CANARY.email)
    post(client, f"/set-password/{mailed_token()}", password=NEW_PASSWORD)
    post(client, "/sign-in", email=CANARY.email, password=NEW_PASSWORD)
    post(client, "/profile", given_name="Canarina", family_name="Fringilla", language="fr", timezone="UTC")
    client.post("/api/v1/session", json={"email": CANARY.email, "password": "wrong"})
    run.invoke(args=["accounts", "create", CANARY.email])
    run.invoke(args=["jobs", "run"])
    with pytest.raises(Exception, match=r"UNIQUE|unique|duplicate"):
        service.create_people([CANARY], actor=SYSTEM, now=NOW)
    session.rollback()
    written = logged.getvalue()
    assert f'"person": {person.id}' in written
    for secret in (CANARY.email, CANARY.given_name, CANARY.family_name, NEW_PASSWORD, "/set-password/"):
        assert secret not in written


def test_names_stand_beside_the_audit_trail_not_in_it(app: Flask) -> None:
    person = cast.enter(CANARY)
    service.change_profile(
        given_name="Carduelis",
        family_name=CANARY.family_name,
        language="en",
        timezone="Africa/Harare",
        actor=Actor(person.id, "canary"),
        now=NOW,
    )
    session.commit()
    entry = session.query(AuditEntry).filter_by(action="change_person").one()
    assert entry.after is not None
    assert set(entry.after) == {"given_name", "given_name_before"}
    assert "Carduelis" not in str(entry.after)
    kept = {row.field: row.value for row in session.query(AuditPersonalValue).filter_by(person_id=person.id)}
    assert kept == {"given_name": "Carduelis", "given_name_before": "Canarina"}
