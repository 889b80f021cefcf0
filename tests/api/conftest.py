"""A small resource mounted beside the real ones: how the API reads and refuses, apart from what any feature does."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.config import Settings
from app.shared.database import db
from app.shared.http import requires, signed_in
from app.shared.http.access import without_csrf
from app.shared.permissions import Permission
from tests.conftest import make_app, serving


class SampleSchema(Schema):
    number = fields.Integer(required=True, validate=validate.Range(0, 10))
    name = fields.String(load_default="")


def samples() -> Blueprint:
    resources = Blueprint("samples_api", __name__)

    @resources.post("/samples")
    @without_csrf
    @resources.arguments(SampleSchema)
    @resources.response(201, SampleSchema)
    def add_sample(values: dict[str, Any]) -> dict[str, Any]:
        """201 the sample as it was read; 422 out of range."""
        return values

    @resources.put("/samples/<int:sample_id>")
    @requires(Permission.MARK_GROUP, course_of=lambda _values: None)
    @resources.arguments(SampleSchema)
    @resources.response(200, SampleSchema)
    def change_sample(values: dict[str, Any], sample_id: int) -> dict[str, Any]:
        """Change one sample.

        What was there is kept in the history.
        """
        return values

    @resources.get("/samples")
    @signed_in
    @resources.response(200, SampleSchema(many=True))
    def samples() -> list[Any]:
        """Return every sample."""
        return []

    @resources.delete("/samples/<int:sample_id>")
    @without_csrf
    @resources.response(204)
    def forget_sample(sample_id: int) -> None:
        """204 forgotten."""

    return resources


@pytest.fixture(scope="session")
def sampled_app(home: Settings) -> Iterator[Flask]:
    """The application with the sample resource: making one takes longer than its tests."""
    app = make_app(home)
    with app.app_context():
        app.extensions["api"].register_blueprint(samples(), url_prefix="/api/v1")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The application on an empty database: with the sample resource where a test asks for that, else of its own."""
    if "sampled" in request.fixturenames:
        yield from serving(request.getfixturevalue("sampled_app"), settings)
    else:
        yield request.getfixturevalue("own_app")


@pytest.fixture
def sampled(app: Flask) -> Flask:
    """The application with the sample resource."""
    return app
