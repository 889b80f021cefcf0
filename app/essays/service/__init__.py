"""The verbs of essays."""

from app.essays.service.keeping import EssayKeeper, hand_over_marks, hand_over_submission, register_essay_keeper
from app.essays.service.marking import mark_essay
from app.essays.service.past import PastEssay, enter_past_essays
from app.essays.service.refusals import EssayChanged, EssayClosed
from app.essays.service.releases import ReleaseFinder, register_release_finder
from app.essays.service.setting_aside import set_draft_aside
from app.essays.service.submitting import submit_essay
from app.essays.service.uploading import Upload, examine_upload, keep_upload
from app.essays.service.writing import Written, bring_back, write_essay

__all__ = [
    "EssayChanged",
    "EssayClosed",
    "EssayKeeper",
    "PastEssay",
    "ReleaseFinder",
    "Upload",
    "Written",
    "bring_back",
    "enter_past_essays",
    "examine_upload",
    "hand_over_marks",
    "hand_over_submission",
    "keep_upload",
    "mark_essay",
    "register_essay_keeper",
    "register_release_finder",
    "set_draft_aside",
    "submit_essay",
    "write_essay",
]
