"""The HTTP API: every feature's resources under /api/v1, described by OpenAPI 3.1 at /api/v1/openapi.json.

A feature's `api.py` holds its routes; this package only mounts and documents them. See docs/decisions/0050-api.md.
"""

from __future__ import annotations

import importlib
import importlib.util

from flask import Flask

from app.api import body, pages
from app.api.document import PREFIX, Api

FEATURES = ("accounts", "courses", "grading", "certificates", "reports", "progress")


def mount(app: Flask) -> None:
    """Mount every feature's resources, the document that describes them, and the page that shows it, on `app`."""
    with app.app_context():
        api = Api(app)
        for name in FEATURES:
            if importlib.util.find_spec(f"app.{name}.api"):
                api.about[name] = _first_line(f"app.{name}")
                api.register_blueprint(importlib.import_module(f"app.{name}.api").resources, url_prefix=PREFIX)
        app.extensions["api"] = api
    body.register(app, api.declared.reads)
    app.register_blueprint(pages.pages)
    app.register_blueprint(pages.assets)


def _first_line(package: str) -> str:
    return (importlib.import_module(package).__doc__ or "").strip().partition("\n")[0]
