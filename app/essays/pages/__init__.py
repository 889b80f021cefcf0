"""Pages of essays: writing and handing in, reading, marking."""

from app.essays.pages import similarity
from app.essays.pages.blueprint import pages

blueprints = (pages,)

__all__ = ["blueprints", "pages", "similarity"]
