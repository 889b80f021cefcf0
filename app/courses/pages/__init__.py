"""Pages of courses: the roster, importing one, enrolling one person."""

from app.courses.pages import enrolling, importing, participants
from app.courses.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "enrolling", "importing", "pages", "participants"]
