"""Where the resources of quizzes hang."""

from flask_smorest import Blueprint

resources = Blueprint("quizzes_api", __name__)
