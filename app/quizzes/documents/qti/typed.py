"""QTI interactions in which a word or a number is typed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.quizzes.documents import judging, judging_typed
from app.quizzes.documents.drafts import Draft, RefusedError
from app.quizzes.documents.judging import Verdict
from app.quizzes.documents.qti.asked import Asked
from app.quizzes.documents.qti.expressions import tolerances
from app.quizzes.documents.qti.values import Several, base_of, single
from app.quizzes.documents.trees import below, words_in
from app.quizzes.rules import QuestionKind
from app.shared.wording import text

_NUMBERS = frozenset({"float", "integer"})
_IMPROBABLE = "\u2042 no such answer \u2042"


def typed(asked: Asked) -> Draft:
    """Return a numeric or short question, by the type of answer that it declares."""
    declared = asked.response
    if declared.cardinality != "single":
        raise RefusedError(text("It asks for several answers at once, which is not among the kinds of questions here."))
    draft = _numeric(asked) if declared.base in _NUMBERS else _short(asked)
    asked.note_rules(draft)
    return draft


def _numeric(asked: Asked) -> Draft:
    draft = Draft(QuestionKind.NUMERIC, asked.text)

    def judge(number: Fraction) -> Verdict:
        return asked.judge(number)

    limits = list(_limits(asked))
    shown = judging_typed.numbers(draft, judge, limits)
    judging.feedback_of_typed(draft, shown, judge(max(limits) + 1).shown, asked.feedback)
    return draft


def _limits(asked: Asked) -> Iterator[Fraction]:
    """Yield the numbers at which the judgement may change."""
    stated = [number for number in _stated(asked) if isinstance(number, Fraction)]
    yield from stated
    rules = asked.item.rules
    for comparison in [] if rules is None else below(rules, "equal"):
        mode, lower, upper = tolerances(comparison)
        for number in stated if mode != "exact" else ():
            below_it, above_it = (
                (abs(number) * lower / 100, abs(number) * upper / 100) if mode == "relative" else (lower, upper)
            )
            yield from (number - below_it, number + above_it)


def _short(asked: Asked) -> Draft:
    draft = Draft(QuestionKind.SHORT, asked.text)

    def judge(word: str) -> Verdict:
        return asked.judge(word)

    shown = judging_typed.words(draft, judge, [word for word in _stated(asked) if isinstance(word, str)])
    judging.feedback_of_typed(draft, shown, judge(_IMPROBABLE).shown, asked.feedback)
    return draft


def _stated(asked: Asked) -> Iterator[object]:
    """Yield the answers that the file names anywhere: as right, in the mapping, in the rules."""
    declared = asked.response
    if declared.correct is not None and not isinstance(declared.correct, Several):
        yield declared.correct
    if declared.mapping is not None:
        yield from declared.mapping.values
    if asked.item.rules is not None:
        for constant in below(asked.item.rules, "basevalue"):
            base = base_of(constant)
            if base == declared.base or {base, declared.base} <= _NUMBERS:
                yield single(base, words_in(constant))
