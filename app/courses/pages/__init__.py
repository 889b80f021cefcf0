"""Pages of courses: the roster, importing one, enrolling one person, the texts of a course, dates, more time."""

from app.courses.pages import (
    balancing,
    dates,
    enrolling,
    extensions,
    groups,
    importing,
    materials,
    more_time,
    participants,
    withdrawing,
)
from app.courses.pages.blueprint import pages

blueprints = (pages,)

__all__ = [
    "balancing",
    "blueprints",
    "dates",
    "enrolling",
    "extensions",
    "groups",
    "importing",
    "materials",
    "more_time",
    "pages",
    "participants",
    "withdrawing",
]
