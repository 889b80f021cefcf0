"""The verbs of essays."""

from app.essays.service.keeping import EssayKeeper, hand_over_marks, hand_over_submission, register_essay_keeper
from app.essays.service.marking import mark_essay
from app.essays.service.releases import ReleaseFinder, register_release_finder

__all__ = [
    "EssayKeeper",
    "ReleaseFinder",
    "hand_over_marks",
    "hand_over_submission",
    "mark_essay",
    "register_essay_keeper",
    "register_release_finder",
]
