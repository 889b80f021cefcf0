"""The blueprint that the pages of group work hang on."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("groupwork", __name__, template_folder="../templates")
