"""API tokens: shown once, limited to scopes, ended by time, revocation or disabling."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries, service
from app.accounts.models import ApiToken
from app.accounts.rules import PersonValue
from app.shared import clock
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, Unreadable
from app.shared.http.idempotency import IdempotentAnswer
from app.shared.permissions import SYSTEM, Actor, Permission, Role
from app.shared.tokens import token_hash
from tests import cast
from tests.accounts.conftest import post
from tests.conftest import NOW
from tests.statements import statements


@pytest.fixture
def ada(app: Flask) -> PersonValue:
    """Ada, the administrator."""
    return cast.enter_with_role(cast.ADMINISTRATOR, Role.ADMINISTRATOR)


def acting(person: PersonValue, *scopes: str) -> Actor:
    online = queries.find_actor_by_api_token(token_hash(cast.bearer(person, *scopes)["Authorization"][7:]), clock.now())
    assert online is not None
    return online.actor


def test_a_token_acts_for_its_person_within_its_scopes(ada: PersonValue) -> None:
    actor = acting(ada, "view_course", "view_gradebook")
    assert actor.person_id == ada.id
    assert actor.may(Permission.VIEW_COURSE)
    assert not actor.may(Permission.MANAGE_ACCOUNTS)


def test_a_scope_that_the_person_does_not_hold_gives_nothing(app: Flask) -> None:
    actor = acting(cast.enter(cast.AMINA), "manage_accounts")
    assert not actor.may(Permission.MANAGE_ACCOUNTS)


def test_finding_who_asks_takes_one_statement(ada: PersonValue) -> None:
    with statements() as seen:
        queries.find_actor_by_api_token("0" * 64, NOW)
        queries.find_actor_by_sign_in("0" * 64, NOW)
    assert len(seen) == 2


def test_only_a_hash_is_stored_and_the_secret_is_long(ada: PersonValue) -> None:
    secret, _token = service.create_token(ada.id, "backup", ["view_course"], days=1, actor=SYSTEM, now=NOW)
    assert re.fullmatch(r"ecampus_[\w-]{43}", secret)
    assert [row.token_hash for row in session.query(ApiToken)] == [token_hash(secret)]


def test_a_token_ends_by_time_and_by_revocation(ada: PersonValue) -> None:
    secret, token = service.create_token(ada.id, "backup", ["view_course"], days=1, actor=SYSTEM, now=NOW)
    hashed = token_hash(secret)
    assert queries.find_actor_by_api_token(hashed, NOW + timedelta(hours=23)) is not None
    assert queries.find_actor_by_api_token(hashed, NOW + timedelta(hours=24)) is None
    service.revoke_token(token.id, actor=SYSTEM, now=NOW)
    assert queries.find_actor_by_api_token(hashed, NOW) is None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "where"),
    [
        ("", ["view_course"], 1, "name"),
        ("x" * 81, ["view_course"], 1, "name"),
        ("a", [], 1, "scopes"),
        ("a", ["fly"], 1, "scopes"),
        ("a", ["view_own_result"], 1, "scopes"),
        ("a", ["view_course"], 0, "days"),
        ("a", ["view_course"], 367, "days"),
    ],
)
def test_what_cannot_be_a_token_is_refused(
    ada: PersonValue, name: str, scopes: list[str], days: int, where: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        service.create_token(ada.id, name, scopes, days=days, actor=SYSTEM, now=NOW)
    assert {problem.where for problem in refusal.value.problems} == {where}


def test_a_token_makes_no_token(ada: PersonValue) -> None:
    with pytest.raises(NotAllowed):
        service.create_token(ada.id, "more", ["view_course"], days=1, actor=acting(ada, "view_course"), now=NOW)


def test_nobody_makes_or_revokes_tokens_of_others(ada: PersonValue) -> None:
    amina = cast.enter(cast.AMINA)
    actor = Actor(amina.id, "amina")
    with pytest.raises(NotAllowed):
        service.create_token(ada.id, "mine now", ["view_course"], days=1, actor=actor, now=NOW)
    _secret, token = service.create_token(ada.id, "hers", ["view_course"], days=1, actor=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        service.revoke_token(token.id, actor=actor, now=NOW)


def test_the_profile_shows_a_new_token_once(client: FlaskClient, ada: PersonValue) -> None:
    cast.sign_in(client, ada)
    answer = post(client, "/profile/tokens", name="Nightly export", scopes=["view_course", "load_course"], days="30")
    assert answer.status_code == 201
    found = re.search(r"ecampus_[\w-]{43}", answer.text)
    assert found is not None
    page = client.get("/profile").text
    assert "Nightly export" in page
    assert found[0] not in page
    assert client.get("/profile", headers={"Authorization": f"Bearer {found[0]}"}).status_code in {200, 403}


def test_no_answer_that_shows_a_token_is_kept_for_a_repeat(client: FlaskClient, ada: PersonValue) -> None:
    cast.sign_in(client, ada)
    typed = {"name": "Nightly", "scopes": ["view_course"], "days": "30", "csrf_token": cast.csrf_token(client)}
    answer = client.post("/profile/tokens", data=typed, headers={"Idempotency-Key": "one"})
    assert answer.status_code == 201
    assert session.query(IdempotentAnswer).count() == 0


def test_the_profile_names_what_is_wrong_with_a_token(client: FlaskClient, ada: PersonValue) -> None:
    cast.sign_in(client, ada)
    answer = post(client, "/profile/tokens", name="Nightly export", days="30")
    assert answer.status_code == 422
    assert "Choose what the token may do." in answer.text
    assert 'value="Nightly export"' in answer.text
    answer = post(client, "/profile/tokens", name="x", scopes=["view_own_result"], days="30")
    assert answer.status_code == 422


def test_the_profile_revokes_ones_own_only(client: FlaskClient, ada: PersonValue) -> None:
    amina = cast.enter(cast.AMINA)
    _secret, hers = service.create_token(ada.id, "hers", ["view_course"], days=99, actor=SYSTEM, now=clock.now())
    cast.sign_in(client, amina)
    assert post(client, f"/profile/tokens/{hers.id}/revocation").status_code == 404
    cast.sign_in(client, ada)
    assert post(client, f"/profile/tokens/{hers.id}/revocation").status_code == 303
    session.expire_all()
    assert queries.get_token(hers.id).revoked_at is not None


def test_who_may_do_nothing_is_offered_no_tokens(client: FlaskClient) -> None:
    cast.sign_in(client, cast.enter(cast.AMINA))
    assert "API tokens" not in client.get("/profile").text


def test_a_made_up_bearer_is_nobody(client: FlaskClient) -> None:
    assert client.get("/profile", headers={"Authorization": "Bearer made-up"}).status_code == 401
