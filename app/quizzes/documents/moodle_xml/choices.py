"""Questions of Moodle XML that have options."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from app.quizzes.documents.drafts import NOTHING, Choice, Draft, RefusedError
from app.quizzes.documents.moodle_xml.fields import Asked, content, text_of
from app.quizzes.documents.orders import note_selection, scoring_of
from app.quizzes.documents.shares import share, whole_again
from app.quizzes.documents.texts import automatic
from app.quizzes.documents.trees import Element, attribute, elements, first
from app.quizzes.rules import FALSE, TRUE, QuestionKind, Scoring
from app.shared.wording import text


def multichoice(asked: Asked) -> Draft:
    """Return a question with options, of which one or any number may be chosen."""
    single = asked.flag("single", default=True)
    found = [_choice(asked, answer) for answer in elements(asked.element, "answer")]
    if not single:
        meant = whole_again([choice.fraction for choice in found])
        found = [replace(choice, fraction=part) for choice, part in zip(found, meant, strict=True)]
    kind = QuestionKind.SINGLE if single else QuestionKind.MULTIPLE
    return Draft(kind, asked.text, choices=found, shuffle=asked.flag("shuffleanswers"))


def multichoice_set(asked: Asked) -> Draft:
    """Return a question of the plug-in “All or nothing”: the point is for exactly the right options."""
    draft = multichoice(asked)
    draft.kind, draft.scoring = QuestionKind.MULTIPLE, Scoring.ALL_OR_NOTHING
    return draft


def true_false(asked: Asked) -> Draft:
    """Return a statement that holds or not. Old files name the answers otherwise: then true stands first."""
    answers = list(elements(asked.element, "answer"))
    named = {text_of(answer).strip().lower(): answer for answer in answers}
    if set(named) != {TRUE, FALSE}:
        if len(answers) != 2:  # noqa: PLR2004 (true and false)
            raise RefusedError(text("A question of true or false needs these two answers."))
        named = dict(zip((TRUE, FALSE), answers, strict=True))
    choices = [replace(_choice(asked, named[key]), text=NOTHING) for key in (TRUE, FALSE)]
    return Draft(QuestionKind.TRUE_FALSE, asked.text, choices=choices)


def matching(asked: Asked) -> Draft:
    """Return pairs, each counting its share; one without a left side is a further right side."""
    draft = Draft(QuestionKind.MATCHING, asked.text, scoring=Scoring.PER_OPTION, shuffle=asked.flag("shuffleanswers"))
    for pair in elements(asked.element, "subquestion"):
        left, right = asked.read(pair), automatic(text_of(first(pair, "answer")))
        if left:
            draft.choices.append(Choice(left, match=right))
        elif right:
            draft.distractors.append(right)
    return draft


def ordering(asked: Asked) -> Draft:
    """Return entries to be brought into the order in which the file has them."""
    draft = Draft(QuestionKind.ORDERING, asked.text)
    draft.choices = [Choice(asked.read(answer)) for answer in elements(asked.element, "answer")]
    told = any(asked.read(first(answer, "feedback")) for answer in elements(asked.element, "answer"))
    draft.note(text("Feedback on single entries is not carried."), when=told)
    draft.scoring = scoring_of(asked.word("gradingtype", "RELATIVE"), draft)
    selection = asked.word("selecttype") or asked.word("logical") or "RANDOM"
    note_selection(selection, asked.word("selectcount") or asked.word("studentsee") or "6", draft)
    return draft


def _choice(asked: Asked, answer: Element) -> Choice:
    return Choice(
        content(answer, asked.format)[0],
        fraction(answer),
        asked.read(first(answer, "feedback")),
        percent=percent(answer),
    )


def fraction(answer: Element) -> Fraction:
    """Return the share that an answer brings."""
    return share(percent(answer))


def percent(answer: Element) -> str:
    """Return that share as the file writes it."""
    return attribute(answer, "fraction", "0") or "0"
