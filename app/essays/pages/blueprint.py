"""The blueprint that the pages of essays hang on."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("essays", __name__, template_folder="../templates")
