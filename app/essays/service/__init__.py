"""The verbs of essays."""

from app.essays.service.keeping import EssayKeeper, hand_over_marks, hand_over_submission, register_essay_keeper

__all__ = ["EssayKeeper", "hand_over_marks", "hand_over_submission", "register_essay_keeper"]
