"""The verbs of essays."""

from app.essays.service.keeping import EssayKeeper, hand_over_marks, hand_over_submission, register_essay_keeper
from app.essays.service.refusals import EssayChanged, EssayClosed
from app.essays.service.submitting import submit_essay
from app.essays.service.writing import Written, bring_back, write_essay

__all__ = [
    "EssayChanged",
    "EssayClosed",
    "EssayKeeper",
    "Written",
    "bring_back",
    "hand_over_marks",
    "hand_over_submission",
    "register_essay_keeper",
    "submit_essay",
    "write_essay",
]
