"""A small resource mounted beside the real ones: how the API reads and refuses, apart from what any feature does."""

from typing import Any

import pytest
from flask import Flask
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.shared.http import requires, signed_in
from app.shared.http.access import without_csrf
from app.shared.permissions import Permission


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


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """An application of each test's own: most tests here change it."""
    return own_app


@pytest.fixture
def sampled(app: Flask) -> Flask:
    """The application with the sample resource."""
    with app.app_context():
        app.extensions["api"].register_blueprint(samples(), url_prefix="/api/v1")
    return app
