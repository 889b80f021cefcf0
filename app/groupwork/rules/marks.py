"""What tutors' marks of a group's work come to. Pure. Percent: Fraction, 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from app.groupwork.rules.marks_criteria import Rubric
from app.groupwork.rules.settings import MarkingSettings
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.shared.errors import RuleBroken
from app.shared.wording import text

HUNDRED = Fraction(100)
ROUNDS = (Round.FIRST, Round.SECOND, Round.THIRD)


class MarkingState(StrEnum):
    """How far the marking of a group is: nobody has a final mark, more tutors are needed, they differ, it counts."""

    NONE = "none"
    WAITING = "waiting"
    APART = "apart"
    MEAN = "mean"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What tutors' marks come to. `percent` is None until they count; `apart`: criteria that need an agreed mark."""

    state: MarkingState
    percent: Fraction | None
    apart: tuple[str, ...] = ()


def percent_of(content: MarkContent, rubric: Rubric) -> Fraction:
    """Return 100 x sum of the points / maximum, exactly. Points of criteria that the rubric has lost do not count."""
    kept = (content.criteria.get(criterion.key, Fraction(0)) for criterion in rubric.criteria)
    return HUNDRED * sum(kept, Fraction(0)) / rubric.maximum


def verdict(marks: Sequence[MarkValue], rubric: Rubric, settings: MarkingSettings) -> Verdict:
    """Return what final marks come to: the agreed one where there is one, else the mean where they lie close enough.

    Two marks are apart in a criterion when they differ by more than the tolerance, in percent of its maximum.
    """
    finals = [mark for mark in marks if mark.is_final and mark.round in {*ROUNDS, Round.AGREED}]
    agreed = next((mark for mark in finals if mark.round is Round.AGREED), None)
    if agreed is not None:
        return Verdict(MarkingState.AGREED, percent_of(agreed.content, rubric))
    apart = _apart([mark.content for mark in finals], rubric, settings.tolerance)
    if apart:
        return Verdict(MarkingState.APART, None, apart)
    if len(finals) < settings.markers:
        return Verdict(MarkingState.WAITING if finals else MarkingState.NONE, None)
    percents = [percent_of(mark.content, rubric) for mark in finals]
    return Verdict(MarkingState.MEAN, sum(percents, Fraction(0)) / len(percents))


def _apart(contents: Sequence[MarkContent], rubric: Rubric, tolerance: Fraction) -> tuple[str, ...]:
    return tuple(
        criterion.key
        for criterion in rubric.criteria
        if any(
            abs(one.criteria.get(criterion.key, Fraction(0)) - other.criteria.get(criterion.key, Fraction(0))) * HUNDRED
            > tolerance * criterion.maximum
            for one, other in combinations(contents, 2)
        )
    )


def round_for(marks: Sequence[MarkValue], marker_id: int) -> Round:
    """Return the round that a tutor marks in: the one they began, or the first free one.

    Raises `RuleBroken` (enough_markers) when three others have begun.
    """
    taken = {mark.round: mark.marker_id for mark in marks if mark.round in ROUNDS}
    own = next((known for known, marker in taken.items() if marker == marker_id), None)
    free = own or next((known for known in ROUNDS if known not in taken), None)
    if free is None:
        raise RuleBroken(text("Three tutors mark this group already."), code="enough_markers")
    return free


def check_agreeable(marks: Sequence[MarkValue]) -> None:
    """Raise `RuleBroken` (nothing_to_agree) unless there are two final marks to agree on."""
    if sum(mark.is_final and mark.round in ROUNDS for mark in marks) < 2:  # noqa: PLR2004 - one cannot agree alone
        raise RuleBroken(text("Two tutors need to have marked before they can agree."), code="nothing_to_agree")
