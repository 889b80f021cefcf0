"""Pages of grading: where do I stand, feedback and remarks, the gradebook, one person, release, ready to close."""

from app.grading.pages import (
    closing,
    excusing,
    factors,
    feedback,
    gradebook,
    groups,
    importing,
    marks,
    person,
    releasing,
    remarks,
    rescoring,
    standing,
)
from app.grading.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "blueprints",
    "closing",
    "excusing",
    "factors",
    "feedback",
    "gradebook",
    "groups",
    "importing",
    "marks",
    "pages",
    "person",
    "releasing",
    "remarks",
    "rescoring",
    "standing",
]
