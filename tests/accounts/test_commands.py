"""`flask accounts`, `flask roles`, `flask tokens`."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.accounts import queries
from app.accounts.models import Person
from app.accounts.service import hashing
from app.shared import clock
from app.shared.audit import AuditEntry
from app.shared.database import session
from app.shared.permissions import Role
from app.shared.tokens import token_hash
from tests import cast
from tests.accounts.conftest import PASSWORD, outbox


def test_an_account_with_a_password_from_standard_input(run: FlaskCliRunner) -> None:
    asked = ["accounts", "create", "ada@ecampus.test", "--name", "Ada da Silva", "--password-stdin"]
    result = run.invoke(args=asked, input=f"{PASSWORD}\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "ada@ecampus.test: account made, password set\n"
    person = session.query(Person).one()
    assert (person.given_name, person.family_name) == ("Ada", "da Silva")
    assert hashing.matches(person.password_hash, PASSWORD)
    assert outbox() == []


def test_an_account_without_a_password_gets_a_link(run: FlaskCliRunner) -> None:
    result = run.invoke(
        args=["accounts", "create", "ada@ecampus.test", "--language", "fr", "--timezone", "Africa/Dakar"]
    )
    assert result.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/set-password/[\w-]{43}\n", result.stdout)
    (mail,) = outbox()
    assert mail.params["link"] == result.stdout.strip()
    assert (mail.template, mail.language, mail.zone) == ("invitation", "fr", "Africa/Dakar")


@pytest.mark.parametrize(
    ("args", "typed", "said"),
    [
        (["ada"], None, "This is not an e-mail address: ada"),
        (["ada@ecampus.test", "--password-stdin"], "short\n", "A password has at least 10 characters."),
        (["ada@ecampus.test", "--password-stdin"], "", "There is no password on standard input."),
        (["ada@ecampus.test", "--timezone", "Mars"], None, "There is no time zone Mars."),
        ([cast.AMINA.email], None, "Somebody has the e-mail address amina@ecampus.test already."),
    ],
)
def test_what_cannot_be_made_is_said_and_changes_nothing(
    app: Flask, run: FlaskCliRunner, args: list[str], typed: str | None, said: str
) -> None:
    cast.enter(cast.AMINA)
    result = run.invoke(args=["accounts", "create", *args], input=typed)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert session.query(Person).count() == 1
    assert outbox() == []


def test_a_password_is_set_or_a_link_given(run: FlaskCliRunner) -> None:
    person = cast.enter(cast.AMINA)
    result = run.invoke(args=["accounts", "password", "AMINA@ecampus.test", "--password-stdin"], input=f"{PASSWORD}\n")
    assert result.exit_code == 0
    session.expire_all()
    assert hashing.matches(session.get_one(Person, person.id).password_hash, PASSWORD)
    result = run.invoke(args=["accounts", "password", cast.AMINA.email])
    assert "/set-password/" in result.stdout
    assert outbox()[-1].template == "reset"


def test_unknown_people_are_named(run: FlaskCliRunner) -> None:
    for args in (["accounts", "password"], ["accounts", "disable"], ["roles", "list"], ["tokens", "list"]):
        result = run.invoke(args=[*args, "nobody@ecampus.test"])
        assert result.exit_code == 1
        assert result.stderr == "Nobody has the e-mail address nobody@ecampus.test.\n"


def test_somebody_is_disabled_and_enabled(run: FlaskCliRunner) -> None:
    cast.enter(cast.AMINA)
    for word, disabled in (("disable", True), ("enable", False)):
        assert run.invoke(args=["accounts", word, cast.AMINA.email]).exit_code == 0
        assert queries.get_person_by_email(cast.AMINA.email).disabled is disabled


def test_an_administrator_is_made_listed_and_unmade(run: FlaskCliRunner) -> None:
    cast.enter(cast.ADMINISTRATOR)
    email = cast.ADMINISTRATOR.email
    result = run.invoke(args=["roles", "grant", email, "administrator"])
    assert (result.exit_code, result.stderr) == (0, f"{email}: is now administrator, over all courses\n")
    assert "was already" in run.invoke(args=["roles", "grant", email, "administrator"]).stderr
    assert run.invoke(args=["roles", "list"]).stdout == f"{email}\tadministrator\t*\t\n"
    assert "is no longer" in run.invoke(args=["roles", "revoke", email, "administrator"]).stderr
    assert "was not" in run.invoke(args=["roles", "revoke", email, "administrator"]).stderr
    assert run.invoke(args=["roles", "list"]).stdout == ""
    actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["create_people", "grant_role", "revoke_role"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["tutor", "NOWHERE"], "There is no course NOWHERE."),
        (["tutor"], "This role is held in a course: name its code."),
        (["participant", "A1"], "flask participants import A1 FILE.csv"),
        (["participant"], "flask participants import CODE FILE.csv"),
        (["administrator", "--sponsor", "SAMM"], "Only a sponsor's role names a sponsor."),
    ],
)
def test_a_role_that_cannot_be_given_says_why(run: FlaskCliRunner, args: list[str], said: str) -> None:
    cast.enter(cast.TUTOR)
    result = run.invoke(args=["roles", "grant", cast.TUTOR.email, *args])
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_role_that_does_not_exist_is_a_usage_error(run: FlaskCliRunner) -> None:
    assert run.invoke(args=["roles", "grant", "a@b.test", "emperor"]).exit_code == 2


def test_a_token_stands_alone_on_standard_output(run: FlaskCliRunner) -> None:
    person = cast.enter_with_role(cast.ADMINISTRATOR, Role.ADMINISTRATOR)
    asked = ["tokens", "create", person.email, "--scope", "view_course", "--scope", "load_course,view_gradebook"]
    result = run.invoke(args=asked)
    assert result.exit_code == 0
    found = queries.find_actor_by_api_token(token_hash(result.stdout.strip()), clock.now())
    assert found is not None
    assert found.actor.scopes == {"view_course", "load_course", "view_gradebook"}
    listed = run.invoke(args=["tokens", "list"]).stdout.split("\t")
    assert listed[:4] == ["1", person.email, "command line", "load_course,view_course,view_gradebook"]
    assert run.invoke(args=["tokens", "revoke", "1"]).exit_code == 0
    assert run.invoke(args=["tokens", "list", person.email]).stdout == ""


def test_a_token_beyond_its_persons_rights_is_refused(run: FlaskCliRunner) -> None:
    person = cast.enter(cast.AMINA)
    result = run.invoke(args=["tokens", "create", person.email, "--scope", "close_course"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a token may not either: close_course" in result.stderr
