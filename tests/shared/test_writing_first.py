"""Reading comes before the write lock; what must be brought up to the present first is written on its own."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.shared.audit import AuditEntry
from app.shared.database import db, reading, session, writing_first
from app.shared.permissions import Grant, Role
from tests import cast
from tests.shared.conftest import note, signed_in_browser


def actions() -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_who_asks_is_found_out_while_somebody_else_writes(sampled: Flask, client: FlaskClient) -> None:
    session.rollback()
    with db.engine.connect() as writer:
        writer.execute(sa.text("DELETE FROM audit_personal_values"))
        assert client.post("/noted", headers={"X-CSRFToken": cast.csrf_token(client)}).status_code == 401
        writer.rollback()


def test_what_is_written_first_is_kept_and_reading_goes_on(app: Flask) -> None:
    with reading():
        session.scalar(select(AuditEntry.id))
        with writing_first():
            note("brought up to the present")
        assert session.scalars(select(AuditEntry.action)).all() == ["brought up to the present"]
        with pytest.raises(RuntimeError, match="reads only"):
            note("while reading")
    assert actions() == ["brought up to the present"]


def test_what_fails_first_leaves_nothing_and_reading_goes_on(app: Flask) -> None:
    with reading():
        with pytest.raises(ZeroDivisionError):
            _fail_half_way()
        assert session.scalars(select(AuditEntry.action)).all() == []


def _fail_half_way() -> None:
    with writing_first():
        note("half done")
        session.flush()
        raise ZeroDivisionError


@pytest.fixture
def browser(sampled: Flask) -> FlaskClient:
    """A browser for the two views that say that they read first."""
    sampled.config["PROPAGATE_EXCEPTIONS"] = False
    return signed_in_browser(sampled, Grant(Role.TUTOR, 1))


def test_a_view_that_reads_first_writes_in_a_transaction_of_its_own(browser: FlaskClient) -> None:
    headers = {"X-CSRFToken": cast.csrf_token(browser)}
    assert browser.post("/courses/HERE/reads-first", headers=headers).status_code == 201
    assert actions() == ["saved"]


def test_a_view_that_reads_first_cannot_write_elsewhere(browser: FlaskClient) -> None:
    headers = {"X-CSRFToken": cast.csrf_token(browser)}
    assert browser.post("/courses/HERE/forgets-it", headers=headers).status_code == 500
    assert actions() == []
