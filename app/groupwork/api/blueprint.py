"""Where the resources of group work hang."""

from flask_smorest import Blueprint

resources = Blueprint("groupwork_api", __name__)
