"""From how another system judges what is typed to the numbers and words that a question of ours accepts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.quizzes.documents.drafts import Answer, Draft, RefusedError
from app.quizzes.documents.judging import ONE, ZERO, Judge, Verdict, note_points
from app.shared.wording import text

MOST_TRIED = 200
"""Numbers, or words, that are tried for one question."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Numbers from `low` to `high` (None: without end) that are judged alike; a point where both are the same."""

    low: Fraction | None
    high: Fraction | None
    verdict: Verdict


def numbers(draft: Draft, judge: Judge[Fraction], limits: Iterable[Fraction]) -> list[frozenset[str]]:
    """Find the intervals that a draft accepts; `limits` are the numbers where the judgement may change.

    Return the feedback that each shows. Numbers between two limits are all judged as the one in their middle.
    """
    at = sorted(set(limits))
    if len(at) > MOST_TRIED:
        raise RefusedError(text("Its scoring is too involved to be followed."))
    stretches = list(_stretches(judge, at))
    best = max((stretch.verdict.points for stretch in stretches), default=ZERO)
    if best <= 0:
        raise RefusedError(text("The file does not say which answer is right."))
    note_points(draft, best)
    shown: list[frozenset[str]] = []
    for points in sorted({stretch.verdict.points for stretch in stretches if stretch.verdict.points > 0}, reverse=True):
        for run in _runs(stretches, points):
            _accept(draft, run, points / best)
            shown.append(next(stretch.verdict.shown for stretch in run if stretch.verdict.points == points))
    return shown


def _stretches(judge: Judge[Fraction], at: Sequence[Fraction]) -> Iterator[_Stretch]:
    """Yield every limit and what lies between, below and above, in order."""
    if not at:
        return
    yield _Stretch(None, at[0], judge(at[0] - 1))
    for low, high in pairwise(at):
        yield _Stretch(low, low, judge(low))
        yield _Stretch(low, high, judge((low + high) / 2))
    yield _Stretch(at[-1], at[-1], judge(at[-1]))
    yield _Stretch(at[-1], None, judge(at[-1] + 1))


def _runs(stretches: Sequence[_Stretch], points: Fraction) -> Iterator[list[_Stretch]]:
    """Yield the longest runs of stretches that earn `points` or more, where any of them earns just that."""
    run: list[_Stretch] = []
    for stretch in [*stretches, None]:
        if stretch is not None and stretch.verdict.points >= points:
            run.append(stretch)
            continue
        if any(part.verdict.points == points for part in run):
            yield run
        run = []


def _accept(draft: Draft, run: Sequence[_Stretch], fraction: Fraction) -> None:
    low, high = run[0].low, run[-1].high
    if low is None or high is None:
        raise RefusedError(text("Numbers without a lower or an upper limit cannot be accepted here."))
    open_end = any(end.low != end.high for end in (run[0], run[-1]))
    draft.note(text("The limits of an interval count as right here."), when=open_end)
    draft.answers.append(Answer(value=(low + high) / 2, tolerance=(high - low) / 2, fraction=fraction))


def words(draft: Draft, judge: Judge[str], candidates: Iterable[str]) -> list[frozenset[str]]:
    """Find which of the words that a file names a draft accepts; return the feedback that each shows."""
    tried = {word: judge(word) for word in dict.fromkeys(candidates) if word.strip()}
    if len(tried) > MOST_TRIED:
        raise RefusedError(text("Its scoring is too involved to be followed."))
    best = max((verdict.points for verdict in tried.values()), default=ZERO)
    if best <= 0:
        raise RefusedError(text("The file does not say which answer is right."))
    note_points(draft, best)
    right = sorted((word for word in tried if tried[word].points > 0), key=lambda word: -tried[word].points)
    draft.match_case = any(_depends_on_case(judge, word) for word in right)
    if not draft.match_case:
        right = list({word.casefold(): word for word in reversed(right)}.values())[::-1]
    draft.answers = [Answer(_literal(word), fraction=min(ONE, tried[word].points / best)) for word in right]
    return [tried[word].shown for word in right]


def _literal(word: str) -> str:
    """Return a word in which a star is a star (`rules.typed.same_words`)."""
    return word.replace("*", "\\*")


def _depends_on_case(judge: Judge[str], word: str) -> bool:
    return word.swapcase() != word and judge(word.swapcase()).points < judge(word).points
