"""The HTTP API: every feature's resources under /api/v1, described by OpenAPI 3.1 at /api/v1/openapi.json.

A feature's `api.py` holds its routes; this package only mounts and documents them. See docs/decisions/0050-api.md.
"""

from __future__ import annotations

from types import ModuleType

from flask import Flask

import app.accounts.api
import app.certificates.api
import app.courses.api
import app.essays.api
import app.grading.api
import app.groupwork.api
import app.progress.api
import app.quizzes.api
import app.reports.api
from app.api import body, pages
from app.api.document import PREFIX, Api

RESOURCES = {
    app.accounts: app.accounts.api.resources,
    app.courses: app.courses.api.resources,
    app.quizzes: app.quizzes.api.resources,
    app.groupwork: app.groupwork.api.resources,
    app.essays: app.essays.api.resources,
    app.grading: app.grading.api.resources,
    app.certificates: app.certificates.api.resources,
    app.reports: app.reports.api.resources,
    app.progress: app.progress.api.resources,
}
"""What is mounted, by feature, in the order in which the document lists it."""


def mount(flask: Flask) -> None:
    """Mount every feature's resources, the document that describes them, and the page that shows it, on `flask`."""
    with flask.app_context():
        api = Api(flask)
        for feature, resources in RESOURCES.items():
            api.about[feature.__name__.rpartition(".")[2]] = _first_line(feature)
            api.register_blueprint(resources, url_prefix=PREFIX)
        flask.extensions["api"] = api
    body.register(flask, api.declared.reads)
    flask.register_blueprint(pages.pages)
    flask.register_blueprint(pages.assets)


def _first_line(feature: ModuleType) -> str:
    return (feature.__doc__ or "").strip().partition("\n")[0]
