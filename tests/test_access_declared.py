"""Default deny: every route says who may call it, and what it says is in order."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.shared.http.access import Access, declared
from app.shared.permissions import PERMISSIONS, Permission
from tests import cast

pytestmark = pytest.mark.alike

PUBLIC = {
    "accounts.ask_for_link",
    "accounts.do_sign_in",
    "accounts.forgotten_password",
    "accounts.set_language",
    "accounts.set_password",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.use_link",
    "accounts_api.create_session",
    "accounts_api.delete_session",
    "health.live",
    "health.ready",
    "quizzes.worker",
}
"""What strangers may call; the rest of the list stands with the features above."""
PUBLIC_PARTS = ("certificates", "api", "static")


def routes(app: Flask) -> list[tuple[str, str]]:
    """Return (endpoint, path) of every route."""
    return sorted((rule.endpoint, rule.rule) for rule in app.url_map.iter_rules())


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    undeclared = [(endpoint, path) for endpoint, path in routes(app) if declared(endpoint) is None]
    assert undeclared == []


def test_a_route_that_declares_nothing_is_found(own_app: Flask) -> None:
    own_app.add_url_rule("/forgotten", "forgotten", lambda: "")
    assert declared("forgotten") is None
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    assert own_app.test_client().get("/forgotten").status_code == 500


def test_what_is_open_to_strangers_is_a_short_known_list(app: Flask) -> None:
    open_to_all = {
        endpoint
        for endpoint, _path in routes(app)
        if (access := declared(endpoint)) and access.everybody and not re.search("|".join(PUBLIC_PARTS), endpoint)
    }
    assert open_to_all <= PUBLIC | {"progress.home"}


def test_nothing_but_signing_in_goes_without_a_csrf_token(app: Flask) -> None:
    free = {endpoint for endpoint, _path in routes(app) if (declared(endpoint) or Access()).without_csrf}
    assert free == {"accounts_api.create_session"}


def test_every_permission_is_held_by_some_role() -> None:
    assert {permission for held in PERMISSIONS.values() for permission in held} == set(Permission)


def _example(rule: str) -> str:
    """Return a path that the rule matches."""
    path = re.sub(r"<any\(['\"]?(\w+)[^>]*>", r"\1", re.sub(r"<int:\w+>", "1", rule))
    return re.sub(r"<(\w+:)?\w+>", "A9714776", path)


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_page_opens_to_strangers_or_to_people_without_a_role(
    app: Flask, client: FlaskClient, *, signed_in: bool
) -> None:
    """Every reading route that needs a permission answers 401 to strangers, and 403 or 404 to people without one."""
    if signed_in:
        cast.sign_in(client, cast.enter(cast.STRANGER))
    allowed = {403, 404} if signed_in else {401}
    wrong = []
    for rule in app.url_map.iter_rules():
        access = declared(rule.endpoint)
        if access is None or access.permission is None or "GET" not in (rule.methods or ()):
            continue
        status = client.get(_example(rule.rule)).status_code
        if status not in allowed:
            wrong.append((rule.endpoint, status))
    assert wrong == []
