"""Where the pages of grading hang."""

from flask import Blueprint

pages = Blueprint("grading", __name__, template_folder="../templates")
