"""QTI interactions in which entries are matched, or brought into an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from app.quizzes.documents import judging
from app.quizzes.documents.drafts import Choice, Draft, RefusedError
from app.quizzes.documents.judging import ONE, ZERO, Verdict
from app.quizzes.documents.qti.asked import Asked
from app.quizzes.documents.qti.body import part_of
from app.quizzes.documents.qti.values import Several
from app.quizzes.documents.trees import attribute, below, elements
from app.quizzes.rules import QuestionKind, Scoring
from app.shared.wording import text

Pair = tuple[str, ...]
A = TypeVar("A")


def matching(asked: Asked) -> Draft:
    """Return pairs: each entry of the first set has exactly one of the second. The others are further right sides."""
    sets = [list(elements(found)) for found in elements(asked.interaction, "simplematchset")]
    correct = asked.response.correct
    if len(sets) != 2 or not isinstance(correct, Several):  # noqa: PLR2004 (two sides)
        raise RefusedError(text("The file does not say which answer is right."))
    left, right = ({attribute(entry, "identifier"): entry for entry in side} for side in sets)
    wanted = {pair[0]: pair[1] for pair in correct.items if isinstance(pair, tuple)}
    if set(wanted) != set(left) or len(wanted) < len(correct.items) or not set(wanted.values()) <= set(right):
        raise RefusedError(text("An entry there has no or several partners; here each has one."))
    draft = Draft(QuestionKind.MATCHING, asked.text)
    draft.choices = [Choice(part_of(entry), match=part_of(right[wanted[key]])) for key, entry in left.items()]
    draft.distractors = [part_of(entry) for key, entry in right.items() if key not in wanted.values()]
    draft.shuffle = attribute(asked.interaction, "shuffle", "false").strip().lower() == "true"
    _score_pairs(asked, draft, wanted, list(right))
    asked.note_rules(draft)
    return draft


def _score_pairs(asked: Asked, draft: Draft, wanted: dict[str, str], right: Sequence[str]) -> None:
    pairs: list[Pair] = list(wanted.items())
    wrong = [(left, next((other for other in right if other != match), match)) for left, match in pairs]
    answers = [
        tuple(pairs),
        *((pair,) for pair in pairs),
        *(tuple(other for other in pairs if other != pair) for pair in pairs),
        *(tuple(bad if good == pair else good for good, bad in zip(pairs, wrong, strict=True)) for pair in pairs),
        tuple(wrong),
    ]

    def judge(answer: tuple[Pair, ...]) -> Verdict:
        return asked.judge(Several(answer) if asked.response.cardinality != "single" else answer[0])

    def ours(answer: tuple[Pair, ...], scoring: Scoring) -> Fraction:
        good = sum(pair in pairs for pair in answer)
        return judging.partial(scoring, good, len(answer) - good, len(pairs))

    _fit(draft, judge, ours, [answer for answer in dict.fromkeys(answers) if answer])
    judging.feedback_in_general(draft, judge(tuple(pairs)).shown, judge(tuple(wrong)).shown, asked.feedback)


def ordering(asked: Asked) -> Draft:
    """Return entries to be brought into the order that the file states as right."""
    entries = {attribute(entry, "identifier"): entry for entry in below(asked.interaction, "simplechoice")}
    correct = asked.response.correct
    keys = [str(key) for key in correct.items] if isinstance(correct, Several) else []
    if sorted(keys) != sorted(entries):
        raise RefusedError(text("The file does not state an order of all the entries."))
    draft = Draft(QuestionKind.ORDERING, asked.text)
    draft.choices = [Choice(part_of(entries[key])) for key in keys]

    def judge(order: tuple[str, ...]) -> Verdict:
        return asked.judge(Several(order, ordered=True))

    def ours(order: tuple[str, ...], scoring: Scoring) -> Fraction:
        good = sum(one == other for one, other in zip(order, keys, strict=True))
        return judging.partial(scoring, good, len(keys) - good, len(keys))

    _fit(draft, judge, ours, _orders(keys))
    judging.feedback_in_general(draft, judge(tuple(keys)).shown, judge(tuple(reversed(keys))).shown, asked.feedback)
    asked.note_rules(draft)
    return draft


def _orders(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the right order, its reverse, its rotation, and each with two neighbours swapped."""
    swapped = [(*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :]) for at in range(len(keys) - 1)]
    return list(dict.fromkeys([tuple(keys), tuple(reversed(keys)), (*keys[1:], *keys[:1]), *swapped]))


def _fit(draft: Draft, judge: judging.Judge[A], ours: Callable[[A, Scoring], Fraction], answers: Sequence[A]) -> None:
    points = {answer: judge(answer).points for answer in answers}
    best = points[answers[0]]
    if best <= 0:
        raise RefusedError(text("The file does not say which answer is right."))
    judging.note_points(draft, best)
    judging.partial_credit(
        draft, {answer: min(ONE, max(ZERO, earned / best)) for answer, earned in points.items()}, ours
    )
