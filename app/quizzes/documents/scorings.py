"""How a question is scored, found from the shares that its options bring. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.quizzes.documents.drafts import Draft, RefusedError
from app.quizzes.rules import Option, Question, QuestionKind, Scoring
from app.shared.wording import text

WHOLE, NOTHING = Fraction(1), Fraction(0)
_ONE_OF = frozenset({QuestionKind.SINGLE, QuestionKind.TRUE_FALSE})


def scored(question: Question, draft: Draft) -> Question:
    """Return the question with its right options and its scoring, from the fractions of its options.

    Raises `RefusedError` where no option brings anything.
    """
    if question.kind in _ONE_OF:
        return _one_of(question, draft)
    if question.kind is QuestionKind.MULTIPLE:
        return _any_of(question, draft)
    bare = tuple(replace(option, fraction=None) for option in question.options)
    return replace(question, options=bare, scoring=draft.scoring or Scoring.ALL_OR_NOTHING)


def _one_of(question: Question, draft: Draft) -> Question:
    shares = _shares(question)
    best = _best(max(shares), draft)
    draft.note(text("An answer that takes points away brings nothing here."), when=min(shares) < NOTHING)
    exactly = all(share in {NOTHING, WHOLE} for share in shares)
    return replace(question, options=_marked(question.options, {best}, exactly=exactly))


def _any_of(question: Question, draft: Draft) -> Question:
    shares = _shares(question)
    gains = [share for share in shares if share > NOTHING]
    if draft.scoring is not None:
        options = _marked(question.options, set(gains), exactly=True)
        if gains:
            return replace(question, options=options, scoring=draft.scoring)
    _best(sum(gains, NOTHING), draft)
    pattern = right_minus_wrong(len(gains), len(shares) - len(gains))
    exactly = sorted(shares, reverse=True) == pattern
    scoring = Scoring.RIGHT_MINUS_WRONG if exactly else Scoring.ALL_OR_NOTHING
    return replace(question, options=_marked(question.options, set(gains), exactly=exactly), scoring=scoring)


def right_minus_wrong(right: int, wrong: int) -> list[Fraction]:
    """Return the shares that come to the same as `Scoring.RIGHT_MINUS_WRONG`."""
    return [Fraction(1, right) for _ in range(right)] + [Fraction(-1, wrong) for _ in range(wrong)]


def _best(share: Fraction, draft: Draft) -> Fraction:
    if share <= NOTHING:
        raise RefusedError(text("The file does not say which answer is right."))
    draft.note(text("No answer brings the whole point there."), when=share < WHOLE)
    return share


def _shares(question: Question) -> list[Fraction]:
    return [option.fraction or NOTHING for option in question.options]


def _marked(options: Sequence[Option], right: set[Fraction], *, exactly: bool) -> tuple[Option, ...]:
    return tuple(
        replace(option, right=option.fraction in right, fraction=None if exactly else option.fraction)
        for option in options
    )
