"""A small feature beside the real ones: every kind of access, and views that write, fail and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Blueprint, Flask, current_app, jsonify, request
from flask.testing import FlaskClient

from app.config import Settings
from app.shared import audit
from app.shared.database import db, session, writing_first
from app.shared.errors import RuleBroken, Stale
from app.shared.http import (
    check_precondition,
    current_actor,
    current_course,
    etag,
    public,
    requires,
    signed_in,
)
from app.shared.http.access import Finders, without_csrf
from app.shared.permissions import SYSTEM, Actor, Grant, Permission, PersonOnline
from app.shared.tokens import token_hash
from tests.conftest import make_app, serving

HERE, ELSEWHERE = 1, 2


@dataclass(frozen=True)
class Course:
    """As much of a course as the edge looks at."""

    id: int
    code: str
    timezone: str = "Europe/Rome"
    state: str = "open"


COURSES = {"HERE": Course(HERE, "HERE"), "ELSEWHERE": Course(ELSEWHERE, "ELSEWHERE")}


def note(action: str) -> None:
    """Write something."""
    audit.record(action, "thing:1", actor=SYSTEM, now=datetime(2022, 3, 1, tzinfo=UTC))


sample = Blueprint("sample", __name__)


@sample.get("/open")
@public
def open_to_all() -> str:
    return "open"


@sample.get("/own")
@signed_in
def own() -> dict[str, Any]:
    return {"person": current_actor().person_id}


@sample.get("/undeclared")
def undeclared() -> str:
    return "never shown"


@sample.get("/everywhere")
@requires(Permission.MANAGE_ACCOUNTS)
def everywhere() -> str:
    return "everywhere"


@sample.get("/courses/<code>/gradebook-sample")
@requires(Permission.VIEW_GRADEBOOK)
def in_course(code: str) -> dict[str, Any]:
    return {"course": current_course().id}


@sample.post("/groups-sample/<int:group_id>")
@requires(Permission.MARK_GROUP, course_of=lambda values: {7: HERE, 8: ELSEWHERE}.get(values["group_id"]))
def of_group(group_id: int) -> dict[str, Any]:
    note("mark")
    return {"group": group_id}


@sample.post("/noted")
@signed_in
def noted() -> Any:
    note(request.get_data(as_text=True) or "noted")
    return jsonify(written=True), 201


@sample.post("/refused")
@signed_in
def refused() -> Any:
    note("refused")
    return jsonify(written=False), 422


@sample.post("/broken-rule")
@signed_in
def broken_rule() -> Any:
    note("broken")
    session.flush()
    raise RuleBroken(code="sample_rule")


@sample.post("/crash")
@signed_in
def crash() -> Any:
    note("crash")
    session.flush()
    raise ZeroDivisionError("amina@ecampus.test divided by nothing")


@sample.post("/fails-at-commit")
@signed_in
def fails_at_commit() -> Any:
    note("kept?")
    session.flush()
    session.add_all(
        [audit.AuditSeal(position=1, entry_id=1, digest=""), audit.AuditSeal(position=2, entry_id=1, digest="")]
    )
    return jsonify(written=True)


@sample.get("/writes-while-reading")
@signed_in
def writes_while_reading() -> str:
    note("on GET")
    session.flush()
    return "never"


@sample.put("/versioned/<int:stored>")
@signed_in
def versioned(stored: int) -> Any:
    check_precondition(stored or None)
    return jsonify(), 200, {"ETag": etag(stored + 1)}


@sample.get("/stale")
@public
def stale() -> str:
    raise Stale


@sample.post("/no-token-needed")
@without_csrf
def no_token_needed() -> str:
    return "ok"


@sample.post("/courses/<code>/reads-first")
@requires(Permission.VIEW_COURSE, reads_first=True)
def reads_first(code: str) -> Any:
    with writing_first():
        note("saved")
    return jsonify(), 201


@sample.get("/courses/<code>/stored")
@requires(Permission.VIEW_COURSE)
def stored(code: str) -> bytes:
    return current_app.extensions["files"].get("0" * 32)


@sample.post("/courses/<code>/forgets-it")
@requires(Permission.VIEW_COURSE, reads_first=True)
def forgets_it(code: str) -> Any:
    note("not in a transaction of its own")
    session.flush()
    return jsonify()


@pytest.fixture(scope="session")
def sampled_app(home: Settings) -> Iterator[Flask]:
    """The application with the sample feature: making one takes longer than its tests."""
    app = make_app(home)
    app.register_blueprint(sample)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The application on an empty database, with the sample feature where a test asks for that."""
    name = "sampled_app" if "sampled" in request.fixturenames else "shared_app"
    yield from serving(request.getfixturevalue(name), settings)


@pytest.fixture
def sampled(app: Flask) -> Iterator[Flask]:
    """The application with the sample feature, two courses, and people who hold whatever a test gives them."""
    kept = [(held, dict(held)) for held in (app.config, app.extensions)]
    finders: Finders = app.extensions["finders"]
    online: dict[str, PersonOnline] = {}
    app.extensions["online"] = online
    app.extensions["finders"] = replace(
        finders,
        course=COURSES.get,
        by_sign_in=lambda hashed, _now: online.get(hashed),
        by_api_token=lambda hashed, _now: online.get(hashed),
    )
    yield app
    for held, before in kept:
        held.clear()
        held.update(before)


def holding(app: Flask, *grants: Grant, scopes: frozenset[str] | None = None) -> str:
    """Return the secret of somebody who holds `grants`; with `scopes`, of an API token."""
    token = f"token {len(app.extensions['online'])}"
    actor = Actor(5, "person:5", grants, scopes)
    app.extensions["online"][token_hash(token)] = PersonOnline(actor, "a@ecampus.test", "A", "B", "en", "UTC")
    return token


def signed_in_browser(app: Flask, *grants: Grant) -> FlaskClient:
    """Return a browser in which somebody who holds `grants` is signed in."""
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = holding(app, *grants)
    return browser


def bearer(app: Flask, scopes: set[str], *grants: Grant) -> dict[str, str]:
    """Return the header of a script of somebody who holds `grants`."""
    return {"Authorization": f"Bearer {holding(app, *grants, scopes=frozenset(scopes))}"}
