"""What an answer earns: a share of its question's points, 0 to 1, exact. Pure.

Sources: the kinds and their partial credit are those of IMS QTI and Moodle; docs/decisions/0060-attempts.md says where
the two differ and what is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.quizzes.rules.questions import Question
from app.quizzes.rules.right import Decision, key_of, with_key
from app.quizzes.rules.typed import readings_of, same_words
from app.quizzes.rules.vocabulary import QuestionKind, RescoringAction, Scoring

NOTHING, WHOLE = Fraction(0), Fraction(1)


def share(question: Question, chosen: Sequence[str], decision: Decision | None = None) -> Fraction:
    """Return the share of the question's points that an answer earns; an empty answer earns nothing.

    No question takes away points earned elsewhere. Under `ALL_ACCEPTED` any answer that was given earns all; a dropped
    question earns nothing (and counts in nothing: see `marking`).
    """
    if not chosen:
        return NOTHING
    if decision is not None and decision.action is RescoringAction.DROPPED:
        return NOTHING
    if decision is not None and decision.action is RescoringAction.ALL_ACCEPTED:
        return WHOLE
    if question.kind in {QuestionKind.MATCHING, QuestionKind.ORDERING}:
        earned = _placed(question, chosen, key_of(question, decision))
    else:
        earned = _SHARES[question.kind](with_key(question, decision), chosen)
    return min(WHOLE, max(NOTHING, earned))


def _single(question: Question, chosen: Sequence[str]) -> Fraction:
    option = next((option for option in question.options if option.key == chosen[0]), None)
    if option is None:
        return NOTHING
    return option.fraction if option.fraction is not None else Fraction(option.right)


def _multiple(question: Question, chosen: Sequence[str]) -> Fraction:
    """Where options bring fractions of their own, their sum counts; else the question's scoring."""
    right, picked = set(question.right_keys), set(chosen)
    if picked == right:
        return WHOLE
    if any(option.fraction is not None for option in question.options):
        return sum((option.fraction or NOTHING for option in question.options if option.key in picked), NOTHING)
    wrong = {option.key for option in question.options} - right
    return _partial(question.scoring, _Parts(len(picked & right), len(right), len(picked & wrong), len(wrong)))


@dataclass(frozen=True, slots=True)
class _Parts:
    """How many right parts were chosen, of how many, and how many wrong ones, of how many."""

    right: int
    of_right: int
    wrong: int
    of_wrong: int


def _partial(scoring: Scoring, parts: _Parts) -> Fraction:
    if scoring is Scoring.RIGHT_MINUS_WRONG:
        gain = Fraction(parts.right, parts.of_right) if parts.of_right else NOTHING
        loss = Fraction(parts.wrong, parts.of_wrong) if parts.of_wrong else NOTHING
        return gain - loss
    if scoring is Scoring.PER_OPTION:
        return Fraction(parts.right + parts.of_wrong - parts.wrong, parts.of_right + parts.of_wrong)
    return NOTHING


def _numeric(question: Question, chosen: Sequence[str]) -> Fraction:
    readings = readings_of(chosen[0])
    for accepted in question.accepted:
        value = accepted.value
        if value is not None and any(abs(reading - value) <= accepted.tolerance for reading in readings):
            return accepted.fraction
    return NOTHING


def _short(question: Question, chosen: Sequence[str]) -> Fraction:
    """Words of every language are accepted: whoever reads in one may know the term in another."""
    for accepted in question.accepted:
        patterns = [pattern for words in accepted.words.values() for pattern in words]
        if any(same_words(pattern, chosen[0], match_case=question.match_case) for pattern in patterns):
            return accepted.fraction
    return NOTHING


def _placed(question: Question, chosen: Sequence[str], key: Sequence[str]) -> Fraction:
    """Return the share of pairs that are right, or of entries that stand where they belong."""
    if question.kind is QuestionKind.MATCHING:
        right = len(set(chosen) & set(key))
    else:
        right = sum(one == other for one, other in zip(chosen, key, strict=False))
    if right == len(key):
        return WHOLE
    if question.scoring is Scoring.RIGHT_MINUS_WRONG:
        return Fraction(right - (len(chosen) - right), len(key))
    return Fraction(right, len(key)) if question.scoring is Scoring.PER_OPTION else NOTHING


_SHARES: Mapping[QuestionKind, Callable[[Question, Sequence[str]], Fraction]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.TRUE_FALSE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
}
