"""Where the pages of certificates hang."""

from flask import Blueprint

pages = Blueprint("certificates", __name__, template_folder="../templates")
