"""Choosing a language, as a visitor and as a person."""

import pytest
from flask.testing import FlaskClient

from app.accounts import queries
from app.accounts.rules import PersonValue
from tests import cast
from tests.accounts.conftest import post

pytestmark = pytest.mark.alike


def test_a_visitor_chooses_and_stays_where_they_were(client: FlaskClient) -> None:
    answer = post(client, "/language", language="fr", next="/sign-in?next=/profile")
    assert answer.location == "/sign-in?next=/profile"
    assert '<html lang="fr">' in client.get("/sign-in").text
    post(client, "/language", language="en")
    assert '<html lang="en">' in client.get("/sign-in").text


def test_the_choice_of_who_is_signed_in_is_kept_with_the_person(client: FlaskClient, amina: PersonValue) -> None:
    cast.sign_in(client, amina)
    post(client, "/language", language="fr")
    person = queries.get_person(amina.id)
    assert (person.language, person.name, person.timezone) == ("fr", amina.name, amina.timezone)


@pytest.mark.parametrize("language", ["", "de", "../en"])
def test_other_languages_change_nothing(client: FlaskClient, language: str) -> None:
    assert post(client, "/language", language=language).status_code == 303
    assert '<html lang="en">' in client.get("/sign-in").text


def test_it_leads_nowhere_else(client: FlaskClient) -> None:
    assert post(client, "/language", language="fr", next="https://evil.test").location == "/"


def test_a_browser_is_answered_in_its_language(client: FlaskClient) -> None:
    assert '<html lang="fr">' in client.get("/sign-in", headers={"Accept-Language": "fr-CH,fr;q=0.9"}).text
    assert '<html lang="en">' in client.get("/sign-in", headers={"Accept-Language": "pt"}).text
