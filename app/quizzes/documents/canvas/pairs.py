"""QTI 1.2 items that are matched, or brought into an order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.quizzes.documents import judging
from app.quizzes.documents.canvas.asked import Asked
from app.quizzes.documents.canvas.material import part_of
from app.quizzes.documents.drafts import Choice, Draft, Part, RefusedError
from app.quizzes.documents.judging import ONE, ZERO, Verdict
from app.quizzes.documents.texts import words
from app.quizzes.documents.trees import Element, attribute, below, elements, words_in
from app.quizzes.rules import QuestionKind, Scoring
from app.shared.wording import text

Match = tuple[str, str]
_UNCLEAR = text("The file does not say which answer is right.")


def alike(responses: Sequence[Element]) -> bool:
    """Tell whether responses offer much the same options, as the left sides of pairs do."""
    offered = [{words(part) for part in _labels(response).values()} for response in responses]
    shared = all(2 * len(labels & offered[0]) >= len(labels) > 1 for labels in offered)
    return shared and all(part_of(response) for response in responses)


def matching(asked: Asked, responses: Sequence[Element]) -> Draft:
    """Return pairs: each response is a left side, and the option that earns most there its right one."""
    draft = Draft(QuestionKind.MATCHING, asked.text)
    offered = {attribute(response, "ident"): _labels(response) for response in responses}

    def judge(matches: Sequence[Match]) -> Verdict:
        return asked.processing.judge({left: frozenset({right}) for left, right in matches})

    right = {left: _right(left, list(labels), judge) for left, labels in offered.items()}
    matched = {left: offered[left][key] for left, key in right.items()}
    draft.choices = [Choice(part_of(response), match=matched[attribute(response, "ident")]) for response in responses]
    taken = {words(part) for part in matched.values()}
    others = {words(part): part for labels in offered.values() for part in labels.values()}
    draft.distractors = [part for said, part in others.items() if said not in taken]
    _score(draft, judge, list(right.items()), offered)
    return _with_feedback(asked, draft, judge, right, offered)


def _labels(response: Element) -> dict[str, Part]:
    return {attribute(label, "ident").strip(): part_of(label) for label in below(response, "response_label")}


def _right(left: str, labels: Sequence[str], judge: judging.Judge[Sequence[Match]]) -> str:
    points = {label: judge([(left, label)]).points for label in labels}
    best = max(points.values(), default=ZERO)
    if best <= 0 or list(points.values()).count(best) > 1:
        raise RefusedError(_UNCLEAR)
    return next(label for label, earned in points.items() if earned == best)


def _wrong(right: Sequence[Match], offered: dict[str, dict[str, Part]]) -> list[Match]:
    return [(left, next((label for label in offered[left] if label != key), key)) for left, key in right]


def _score(
    draft: Draft,
    judge: judging.Judge[Sequence[Match]],
    right: list[Match],
    offered: dict[str, dict[str, Part]],
) -> None:
    best = judge(right).points
    if best <= 0:
        raise RefusedError(_UNCLEAR)
    judging.note_points(draft, best)
    wrong = _wrong(right, offered)
    tried = [
        tuple(right),
        *((match,) for match in right),
        *(tuple(bad if good == match else good for good, bad in zip(right, wrong, strict=True)) for match in right),
    ]

    def ours(matches: tuple[Match, ...], scoring: Scoring) -> Fraction:
        good = sum(match in right for match in matches)
        return judging.partial(scoring, good, len(matches) - good, len(right))

    earned = {matches: min(ONE, max(ZERO, judge(matches).points / best)) for matches in tried}
    judging.partial_credit(draft, earned, ours)


def _with_feedback(
    asked: Asked,
    draft: Draft,
    judge: judging.Judge[Sequence[Match]],
    right: dict[str, str],
    offered: dict[str, dict[str, Part]],
) -> Draft:
    good, bad = judge(list(right.items())), judge(_wrong(list(right.items()), offered))
    judging.feedback_in_general(draft, good.shown, bad.shown, asked.feedback)
    return draft


def ordering(asked: Asked, response: Element) -> Draft:
    """Return entries in the order in which a condition names them all."""
    entries = _labels(response)
    for condition in below(asked.processing.element, "conditionvar"):
        named = [words_in(found) for found in below(condition, "varequal")]
        if sorted(named) == sorted(entries):
            break
    else:
        raise RefusedError(text("The file does not state an order of all the entries."))
    draft = Draft(QuestionKind.ORDERING, asked.text_with(response), scoring=Scoring.ALL_OR_NOTHING)
    draft.choices = [Choice(entries[name]) for name in named]
    draft.note(text("Feedback for right, partly right and wrong answers as such is not carried."), when=asked.feedback)
    several = len(list(elements(asked.processing.element, "respcondition"))) > 1
    draft.note(
        text("Partly right answers are scored differently there; here only the whole order counts."), when=several
    )
    return draft
