"""QTI 1.2 items in which a word or a number is typed."""

from __future__ import annotations

from fractions import Fraction

from app.quizzes.documents import judging, judging_typed
from app.quizzes.documents.canvas.asked import Asked
from app.quizzes.documents.canvas.conditions import LIMITS, is_number
from app.quizzes.documents.drafts import Draft, Part, RefusedError
from app.quizzes.documents.judging import Verdict
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, attribute, below, tag, words_in
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

_NUMERICAL = frozenset({"numerical_question", "numeric", "numerical"})
_IMPROBABLE = "\u2042 no such answer \u2042"


def typed(asked: Asked, response: Element) -> Draft:
    """Return a numeric or short question. Raises `RefusedError` where there is a gap that a person has to mark."""
    conditions = list(below(asked.processing.element, "varequal", "varsubset", *LIMITS))
    if not conditions:
        raise RefusedError(text("Essays, which a person marks, are not part of a quiz here."))
    asks = asked.text_with(response) or Part("_____")
    names = [attribute(found, "ident") for found in (response, *below(response, "response_label"))]
    numeric = bool(_NUMERICAL & set(asked.kinds)) or any(tag(found) in LIMITS for found in conditions)
    if numeric or tag(response) == "response_num":
        return _numeric(asked, asks, names, conditions)
    return _short(asked, asks, names, conditions)


def _numeric(asked: Asked, asks: Part, names: list[str], conditions: list[Element]) -> Draft:
    draft = Draft(QuestionKind.NUMERIC, asks)

    def judge(value: Fraction) -> Verdict:
        return asked.processing.judge(dict.fromkeys(names, value))

    limits = [number(words_in(found)) for found in conditions if is_number(words_in(found))]
    shown = judging_typed.numbers(draft, judge, limits)
    judging.feedback_of_typed(draft, shown, judge(max(limits) + 1).shown, asked.feedback)
    return draft


def _short(asked: Asked, asks: Part, names: list[str], conditions: list[Element]) -> Draft:
    draft = Draft(QuestionKind.SHORT, asks)

    def judge(word: str) -> Verdict:
        return asked.processing.judge(dict.fromkeys(names, word))

    shown = judging_typed.words(draft, judge, [words_in(found) for found in conditions])
    judging.feedback_of_typed(draft, shown, judge(_IMPROBABLE).shown, asked.feedback)
    return draft
