"""Statements that hold or not, where another system has a question with the options True and False."""

from __future__ import annotations

from dataclasses import replace

from app.quizzes.documents.drafts import NOTHING, Draft
from app.quizzes.documents.texts import words
from app.quizzes.rules import FALSE, TRUE, QuestionKind

_TRUTHS = {"true": TRUE, "false": FALSE, "vrai": TRUE, "faux": FALSE}


def as_true_false(draft: Draft) -> Draft:
    """Turn a draft into one of true or false, where these two words are its options and one of them is right."""
    truths = [_TRUTHS.get(words(option.text).strip().rstrip(".").lower()) for option in draft.choices]
    one_right = {option.fraction for option in draft.choices} == {0, 1}
    if draft.kind is QuestionKind.SINGLE and len(truths) == 2 and set(truths) == {TRUE, FALSE} and one_right:  # noqa: PLR2004
        draft.kind = QuestionKind.TRUE_FALSE
        draft.choices = [replace(draft.choices[truths.index(key)], text=NOTHING) for key in (TRUE, FALSE)]
    return draft
