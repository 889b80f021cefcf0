"""The verbs of essays."""

from app.essays.service.keeping import EssayKeeper, hand_over_marks, hand_over_submission, register_essay_keeper
from app.essays.service.past import PastEssay, enter_past_essays
from app.essays.service.refusals import EssayChanged, EssayClosed
from app.essays.service.submitting import submit_essay
from app.essays.service.uploading import Upload, examine_upload, keep_upload
from app.essays.service.writing import Written, bring_back, write_essay

__all__ = [
    "EssayChanged",
    "EssayClosed",
    "EssayKeeper",
    "PastEssay",
    "Upload",
    "Written",
    "bring_back",
    "enter_past_essays",
    "examine_upload",
    "hand_over_marks",
    "hand_over_submission",
    "keep_upload",
    "register_essay_keeper",
    "submit_essay",
    "write_essay",
]
