"""Where the resources of grading hang."""

from flask_smorest import Blueprint

resources = Blueprint("grading_api", __name__)
