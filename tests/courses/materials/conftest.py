"""The small course with its texts, and browsers of people in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.shared.database import session
from tests.cast import AMINA, CHLOE, enter, sign_in
from tests.courses.cast import ADA, import_rows
from tests.courses.materials.cast import give_texts


@pytest.fixture
def texts(course: CourseValue) -> CourseValue:
    """The small course with its texts."""
    give_texts(course)
    return course


@pytest.fixture
def participant(texts: CourseValue, app: Flask) -> Callable[..., FlaskClient]:
    """Makes a browser of a participant who reads `language`, in Lusaka."""

    def browser(language: str = "en", **columns: str) -> FlaskClient:
        person = AMINA if language == "en" else CHLOE
        row = {
            **ADA,
            "email": person.email,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "language": language,
            "timezone": "Africa/Lusaka",
            **columns,
        }
        import_rows(texts, row)
        session.commit()
        client = app.test_client()
        sign_in(client, enter(person))
        return client

    return browser
