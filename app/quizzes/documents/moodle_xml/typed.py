"""Questions of Moodle XML whose answer is typed."""

from __future__ import annotations

from app.quizzes.documents.drafts import Answer, Draft, RefusedError
from app.quizzes.documents.moodle_xml.choices import fraction, percent
from app.quizzes.documents.moodle_xml.fields import Asked, text_of
from app.quizzes.documents.shares import number
from app.quizzes.documents.trees import Element, elements, first, words_in
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

_ANY = "*"


def short_answer(asked: Asked) -> Draft:
    """Return a question with the words that it accepts; `*` in them means any letters there as here."""
    answers = [
        Answer(
            text_of(answer),
            fraction=fraction(answer),
            feedback=asked.read(first(answer, "feedback")),
            percent=percent(answer),
        )
        for answer in elements(asked.element, "answer")
    ]
    return Draft(QuestionKind.SHORT, asked.text, answers=answers, match_case=asked.flag("usecase"))


def numerical(asked: Asked) -> Draft:
    """Return a question with the numbers that it accepts. Units are said, for the number alone is asked here."""
    draft = Draft(QuestionKind.NUMERIC, asked.text)
    draft.answers = [_number(asked, answer) for answer in elements(asked.element, "answer")]
    folder = first(asked.element, "units")
    units = [] if folder is None else [words_in(first(unit, "unit_name")) for unit in elements(folder, "unit")]
    if units:
        draft.note(text("Units are not asked for here; the answer is meant in “%(unit)s”.", unit=units[0][:40]))
    return draft


def _number(asked: Asked, answer: Element) -> Answer:
    share, feedback = fraction(answer), asked.read(first(answer, "feedback"))
    written = text_of(answer).strip()
    if written == _ANY:
        if share > 0:
            raise RefusedError(text("A question that takes any number cannot be carried over."))
        return Answer(_ANY, fraction=share, feedback=feedback)
    tolerance = words_in(first(answer, "tolerance"))
    return Answer(
        value=number(written),
        tolerance=abs(number(tolerance)) if tolerance else number("0"),
        fraction=share,
        feedback=feedback,
        percent=percent(answer),
    )
