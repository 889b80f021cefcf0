"""The blueprint that the pages of quizzes hang on."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("quizzes", __name__, template_folder="../templates")
