"""The blueprint that the pages of courses hang on."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("courses", __name__, template_folder="../templates")
