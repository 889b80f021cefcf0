"""Pages of essays: writing and handing in, reading, marking."""

from app.essays.pages import offline, similarity
from app.essays.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "offline", "pages", "similarity"]
