"""Where the resources of essays hang."""

from flask_smorest import Blueprint

resources = Blueprint("essays_api", __name__)
