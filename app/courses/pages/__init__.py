"""Pages of courses: the roster, importing one, enrolling one person, more time."""

from app.courses.pages import enrolling, extensions, importing, more_time, participants
from app.courses.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "enrolling", "extensions", "importing", "more_time", "pages", "participants"]
