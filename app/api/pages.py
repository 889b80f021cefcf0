"""The document for programs, and the page that shows it to people."""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, current_app, json, render_template, request

from app.api.document import PREFIX, Api
from app.shared.http import public

pages = Blueprint("api", __name__, url_prefix=PREFIX, template_folder="templates")
assets = Blueprint(
    "api_docs",
    __name__,
    static_folder=Path(flask_swagger_ui.__file__).parent / "dist",
    static_url_path=f"{PREFIX}/docs/assets",
)


@pages.get("/openapi.json")
@public
def openapi() -> Response:
    """200 the OpenAPI 3.1 document of everything under /api/v1; 304 unchanged."""
    api: Api = current_app.extensions["api"]
    response = Response(json.dumps(api.data()), mimetype="application/json")
    response.add_etag()
    response.make_conditional(request)
    return response


@pages.get("/docs")
@public
def docs() -> str:
    """200 a page to read the document and try its operations; all its assets come from here."""
    return render_template("api/docs.html")
