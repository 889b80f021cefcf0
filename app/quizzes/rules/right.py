"""What is right: the key of a question, as its author wrote it or as it was decided on later. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.quizzes.rules.answers import PAIR, right_side_of, side_key
from app.quizzes.rules.questions import Accepted, Question
from app.quizzes.rules.typed import readings_of
from app.quizzes.rules.vocabulary import QuestionKind, RescoringAction

TOLERANCE = "±"
"""Between a number of a decided key and its tolerance."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a question after answers came in; `right_keys` is the new key of `KEY_CHANGED`.

    A key is written like an answer: the right keys, `left>right` pairs, all keys in order; for numeric and short
    questions what is accepted, each in full; a number may carry its tolerance (`accepted_number`).
    """

    action: RescoringAction
    right_keys: tuple[str, ...] = ()

    @property
    def changes_key(self) -> bool:
        """Whether another answer is right than the author wrote."""
        return self.action is RescoringAction.KEY_CHANGED


def with_key(question: Question, decision: Decision | None) -> Question:
    """Return the question with the key that counts in its options and accepted answers.

    Pairs and orders are left as they are written, because answers name their keys; `key_of` tells them.
    """
    if decision is None or not decision.changes_key or question.kind not in _WITH_KEY:
        return question
    return _WITH_KEY[question.kind](question, decision.right_keys)


def key_of(question: Question, decision: Decision | None = None) -> tuple[str, ...]:
    """Return the right answer, written like an answer.

    Kinds with options: every right key. Matching and ordering: all pairs, the whole order. Numeric and short: what is
    accepted in full, one entry each.
    """
    changed = decision.right_keys if decision is not None and decision.changes_key else None
    if question.kind is QuestionKind.MATCHING:
        pairs = {left.key: side_key(left.match) for left in question.options if left.match}
        for pair in changed or ():
            left_key, _, right = pair.partition(PAIR)
            pairs[left_key] = right_side_of(question, right) or right
        return tuple(f"{left_key}{PAIR}{side}" for left_key, side in pairs.items())
    if question.kind is QuestionKind.ORDERING:
        return tuple(changed) if changed else tuple(option.key for option in question.options)
    present = with_key(question, decision)
    if question.kind in {QuestionKind.NUMERIC, QuestionKind.SHORT}:
        return tuple(entry for accepted in present.accepted if accepted.fraction == 1 for entry in _entries(accepted))
    return present.right_keys


def _entries(accepted: Accepted) -> tuple[str, ...]:
    if accepted.value is not None:
        return (as_typed(accepted.value),)
    return tuple(dict.fromkeys(word for words in accepted.words.values() for word in words))


def as_typed(value: Fraction) -> str:
    """Return a number as one types it, or as a fraction where it has no end."""
    for places in range(20):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = f"{abs(scaled.numerator):0{places + 1}d}"
            whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return f"-{whole}" if value < 0 else whole
    return str(value)


def _key_of_options(question: Question, keys: Sequence[str]) -> Question:
    options = tuple(replace(option, right=option.key in keys, fraction=None) for option in question.options)
    return replace(question, options=options)


def accepted_number(key: str, usual: Fraction) -> Accepted | None:
    """Return what an entry of a numeric key accepts: `12.5`, within the `usual` tolerance, or `12.5 ± 0.5`.

    None for what is no number. Where a number can be read in two ways, the point is the decimal mark.
    """
    number, _, margin = key.partition(TOLERANCE)
    values, margins = readings_of(number), readings_of(margin) if margin.strip() else (usual,)
    if not values or not margins or margins[0] < 0:
        return None
    return Accepted(value=values[0], tolerance=margins[0])


def _key_of_numbers(question: Question, keys: Sequence[str]) -> Question:
    usual = question.accepted[0].tolerance if question.accepted else Fraction(0)
    accepted = (accepted_number(key, usual) for key in keys)
    return replace(question, accepted=tuple(one for one in accepted if one is not None))


def _key_of_words(question: Question, keys: Sequence[str]) -> Question:
    return replace(question, accepted=(Accepted(words={"": tuple(keys)}),))


_WITH_KEY: Mapping[QuestionKind, Callable[[Question, Sequence[str]], Question]] = {
    QuestionKind.SINGLE: _key_of_options,
    QuestionKind.TRUE_FALSE: _key_of_options,
    QuestionKind.MULTIPLE: _key_of_options,
    QuestionKind.NUMERIC: _key_of_numbers,
    QuestionKind.SHORT: _key_of_words,
}
