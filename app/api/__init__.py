"""The HTTP API: every feature's resources under /api/v1, described by OpenAPI 3.1 at /api/v1/openapi.json.

A feature's `api.py` holds its routes; this package only mounts and documents them. See docs/decisions/0050-api.md.
"""

from __future__ import annotations

import sys

from flask import Flask

from app.accounts import api as accounts
from app.api import body, pages
from app.api.document import PREFIX, Api
from app.certificates import api as certificates
from app.courses import api as courses
from app.grading import api as grading
from app.progress import api as progress
from app.reports import api as reports

FEATURES = (accounts, courses, grading, certificates, reports, progress)


def mount(app: Flask) -> None:
    """Mount every feature's resources, the document that describes them, and the page that shows it, on `app`."""
    with app.app_context():
        api = Api(app)
        for feature in FEATURES:
            _, name, _ = feature.__name__.split(".")
            api.about[name] = _first_line(f"app.{name}")
            api.register_blueprint(feature.resources, url_prefix=PREFIX)
        app.extensions["api"] = api
    body.register(app, api.declared.reads)
    app.register_blueprint(pages.pages)
    app.register_blueprint(pages.assets)


def _first_line(package: str) -> str:
    return (sys.modules[package].__doc__ or "").strip().partition("\n")[0]
