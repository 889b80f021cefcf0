"""From how another system judges answers to how a question of ours is scored: by trying answers out. Pure.

A file may state its scoring in any number of ways. What counts is what it does, so answers are put to it, and the
scoring of ours is taken that gives each of them the same share; where none does, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain, combinations
from typing import TypeVar

from app.quizzes.documents.drafts import Draft, Effort, Part, RefusedError
from app.quizzes.documents.texts import joined
from app.quizzes.rules import Option, Question, QuestionKind, Scoring
from app.quizzes.rules.scoring import share
from app.shared.wording import text

ALL_TRIED = 6
"""Options up to which every set of them is tried; beyond, those around the right one."""
_SEARCHED = 8
_CANDIDATES = 6
"""Ways of scoring that are tried for a question, at most."""
ZERO, ONE = Fraction(0), Fraction(1)

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer earns in the other system's points, and the names of the feedback that it shows."""

    points: Fraction
    shown: frozenset[str] = frozenset()


Picked = frozenset[int]
"""The places of the options that were chosen."""
Judge = Callable[[A], Verdict]


def one_of(draft: Draft, judge: Judge[Picked]) -> None:
    """Give each option of a draft the share that choosing it brings."""
    points = [judge(frozenset({place})).points for place in range(len(draft.choices))]
    best = max(points, default=ZERO)
    if best <= 0:
        raise RefusedError(text("The file does not say which answer is right."))
    for choice, earned in zip(draft.choices, points, strict=True):
        choice.fraction = max(earned / best, -ONE)
    note_points(draft, best)


def any_of(draft: Draft, judge: Judge[Picked], stated: Sequence[Picked], most: int, effort: Effort) -> None:
    """Find which options of a draft are right, and how choosing some of them is scored.

    `stated`: sets of options that the file names, among them the right ones if it does; `most`: how many may
    be chosen (0: any number). Trying sets of options spends `effort`.
    """
    size = len(draft.choices)
    judge = cache(judge)
    right, best = _best(judge, stated, size)
    note_points(draft, best)
    tried = [picked for picked in _around(right, size) if not most or len(picked) <= most]
    effort.spend(len(tried) * _CANDIDATES * (1 + size // 8))
    earned = {picked: min(ONE, max(ZERO, judge(picked).points / best)) for picked in tried}
    for shares, scoring in _scorings(judge, right, best, size):
        if all(_share(shares, scoring, picked) == wanted for picked, wanted in earned.items()):
            break
    else:
        shares, scoring = _plain(right, size), Scoring.ALL_OR_NOTHING
        draft.note(
            text("Partly right answers are scored differently there; here only the right options bring the point.")
        )
    draft.scoring = scoring
    for choice, part in zip(draft.choices, shares, strict=True):
        choice.fraction = part
    draft.note(text("The number of options that may be chosen is not limited here."), when=0 < most < size)


def _best(judge: Judge[Picked], stated: Sequence[Picked], size: int) -> tuple[Picked, Fraction]:
    """Return the options that bring the most, those that the file names or else the fewest, and how much that is."""
    sets = _subsets(range(size)) if size <= _SEARCHED else iter(())
    alone = frozenset(place for place in range(size) if judge(frozenset({place})).points > 0)
    points = {picked: judge(picked).points for picked in (*stated, alone, *sets) if picked}
    best = max(points.values(), default=ZERO)
    if best <= 0:
        raise RefusedError(text("The file does not say which answer is right."))
    named = next((picked for picked in stated if points.get(picked) == best), None)
    if named is not None:
        return named, best
    return min((picked for picked, earned in points.items() if earned == best), key=len), best


def _subsets(places: Iterable[int]) -> Iterator[Picked]:
    pool = list(places)
    return (frozenset(some) for some in chain.from_iterable(combinations(pool, n) for n in range(1, len(pool) + 1)))


def _around(right: Picked, size: int) -> list[Picked]:
    """Return sets of options to try: all, or those that tell one scoring from another."""
    if size <= ALL_TRIED:
        return list(_subsets(range(size)))
    every = frozenset(range(size))
    alone = [frozenset({place}) for place in range(size)]
    near = [right ^ single for single in alone]
    far = [near_right ^ frozenset({place}) for near_right in near[:3] for place in range(size)]
    return [picked for picked in dict.fromkeys([right, every, every - right, *alone, *near, *far]) if picked]


def _plain(right: Picked, size: int) -> list[Fraction]:
    return [Fraction(place in right) for place in range(size)]


def _scorings(
    judge: Judge[Picked], right: Picked, best: Fraction, size: int
) -> Iterator[tuple[list[Fraction], Scoring | None]]:
    plain = _plain(right, size)
    for scoring in (Scoring.ALL_OR_NOTHING, Scoring.RIGHT_MINUS_WRONG, Scoring.PER_OPTION):
        yield plain, scoring
    gains = [judge(frozenset({place})).points / best for place in range(size)]
    losses = [judge(right | {place}).points / best - ONE for place in range(size)]
    own = [gains[place] if place in right else max(-ONE, losses[place]) for place in range(size)]
    yield own, None
    some = _below_whole(right, gains)
    beside = [(judge(some | {place}).points - judge(some).points) / best for place in range(size)]
    yield [gains[place] if place in right else max(-ONE, beside[place]) for place in range(size)], None
    steep = [part if place in right else -ONE if part < 0 else part for place, part in enumerate(own)]
    yield steep, None


def _below_whole(right: Picked, gains: Sequence[Fraction]) -> Picked:
    """Return right options that together bring less than the whole, so that what else is chosen shows."""
    some: set[int] = set()
    for place in sorted(right, key=lambda place: -gains[place]):
        if sum(gains[other] for other in some) + gains[place] < 1:
            some.add(place)
    return frozenset(some) or right


def _share(shares: Sequence[Fraction], scoring: Scoring | None, picked: Picked) -> Fraction:
    keys = [str(place) for place, _ in enumerate(shares)]
    options = tuple(
        Option(key, {"": key}, right=part > 0, fraction=part if scoring is None else None)
        for key, part in zip(keys, shares, strict=True)
    )
    asked = Question(QuestionKind.MULTIPLE, {"": ""}, options, scoring=scoring or Scoring.ALL_OR_NOTHING)
    return share(asked, [keys[place] for place in sorted(picked)])


def partial_credit(draft: Draft, earned: Mapping[A, Fraction], ours: Callable[[A, Scoring], Fraction]) -> None:
    """Find the scoring of pairs or orders that gives each tried answer the share that it earned."""
    for scoring in (Scoring.ALL_OR_NOTHING, Scoring.PER_OPTION, Scoring.RIGHT_MINUS_WRONG):
        if all(ours(answer, scoring) == wanted for answer, wanted in earned.items()):
            draft.scoring = scoring
            return
    draft.scoring = Scoring.PER_OPTION
    draft.note(text("Partly right answers are scored differently there; here each right part counts its share."))


def partial(scoring: Scoring, good: int, bad: int, size: int) -> Fraction:
    """Return the share for so many right and wrong parts of a whole, as `rules.scoring` has it for pairs and orders."""
    if good == size:
        return ONE
    if scoring is Scoring.PER_OPTION:
        return Fraction(good, size)
    return max(ZERO, Fraction(good - bad, size)) if scoring is Scoring.RIGHT_MINUS_WRONG else ZERO


def note_points(draft: Draft, best: Fraction) -> None:
    """Say that a question brought other than one point, or a hundred percent."""
    if best not in {ONE, Fraction(100)}:
        points = f"{float(best):g}"
        draft.note(text("It brought %(points)s points there; points are set in the quiz here.", points=points))


def feedback_of_options(draft: Draft, judge: Judge[Picked], parts: Mapping[str, Part]) -> None:
    """Put each feedback where it belongs: on the options that show it, or on the question where every answer does.

    Feedback that depends on whether the answer as a whole is right is noted, where several options may be chosen.
    """
    places = range(len(draft.choices))
    tried = {frozenset({place}): judge(frozenset({place})).shown for place in places}
    if draft.kind is QuestionKind.MULTIPLE:
        right = frozenset(place for place in places if draft.choices[place].fraction > 0)
        tried |= {picked: judge(picked).shown for picked in (right, frozenset(places))}
    everywhere = frozenset.intersection(*tried.values()) if tried else frozenset()
    told = set(everywhere)
    for name in parts:
        on = frozenset(place for place in places if name in tried[frozenset({place})])
        if name in everywhere or not on or any((name in shown) != bool(on & picked) for picked, shown in tried.items()):
            continue
        told.add(name)
        for place in on:
            draft.choices[place].feedback = joined(draft.choices[place].feedback, parts[name])
    _general(draft, parts, everywhere, told)


def feedback_of_typed(
    draft: Draft, shown: Sequence[frozenset[str]], wrong: frozenset[str], parts: Mapping[str, Part]
) -> None:
    """Put each feedback on the accepted answer that shows it, or on the question where every answer does."""
    everywhere = frozenset.intersection(wrong, *shown)
    told: set[str] = set(everywhere)
    for answer, names in zip(draft.answers, shown, strict=True):
        own = [name for name in parts if name in names - everywhere]
        answer.feedback = joined(answer.feedback, *(parts[name] for name in own))
        told |= set(own)
    _general(draft, parts, everywhere, told)


def feedback_in_general(draft: Draft, right: frozenset[str], wrong: frozenset[str], parts: Mapping[str, Part]) -> None:
    """Keep the feedback that every answer shows."""
    _general(draft, parts, right & wrong, set(right & wrong))


def _general(draft: Draft, parts: Mapping[str, Part], everywhere: frozenset[str], told: set[str]) -> None:
    draft.feedback = joined(draft.feedback, *(parts[name] for name in parts if name in everywhere))
    left = any(part for name, part in parts.items() if name not in told)
    draft.note(text("Feedback for right, partly right and wrong answers as such is not carried."), when=left)
