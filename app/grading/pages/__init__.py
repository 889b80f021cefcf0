"""Pages of grading: where do I stand, the gradebook, one person, group marks, import, ready to close."""

from app.grading.pages import closing, factors, gradebook, groups, importing, marks, person, rescoring, standing
from app.grading.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "blueprints",
    "closing",
    "factors",
    "gradebook",
    "groups",
    "importing",
    "marks",
    "pages",
    "person",
    "rescoring",
    "standing",
]
