"""`flask demo sign-ins`: who can sign in, and what to try as each."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.demo.rules import PARTICIPANTS, PASSWORD, STAFF
from app.shared.permissions import Role

pytestmark = pytest.mark.alike


def test_it_prints_a_sign_in_for_every_role_with_something_to_try(demo: datetime, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["demo", "sign-ins"])
    assert result.exit_code == 0
    assert PASSWORD in result.stdout
    assert result.stdout.count("try: ") == len(STAFF) + len(PARTICIPANTS)
    for persona in (*STAFF, *PARTICIPANTS):
        assert persona.email in result.stdout


def test_every_role_is_among_them_and_both_languages() -> None:
    personas = (*STAFF, *PARTICIPANTS)
    assert {persona.role for persona in personas} == set(Role)
    assert {persona.language for persona in PARTICIPANTS} == {"en", "fr"}


def test_without_a_demonstration_it_says_how_to_load_one(app: Flask, run: FlaskCliRunner) -> None:
    result = run.invoke(args=["demo", "sign-ins"])
    assert result.exit_code == 1
    assert "flask demo load" in result.stderr
