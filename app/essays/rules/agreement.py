"""What two or three marks of one essay come to. Pure. Points: Fraction, exact; tolerances are the course's.

Two marks agree when no criterion differs by more than `tolerance_criterion` and the totals by no more than
`tolerance_total`; a difference of just the tolerance is within it. What agrees makes the mean of the two, criterion by
criterion. What does not waits for a third mark, or for a discussion that is signed by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.essays.rules.settings import EssaySettings

Points = Mapping[str, Fraction]


class Verdict(StrEnum):
    """What marks come to: one is missing; the mean of two; of a third and the nearer one; to be discussed."""

    WAITING = "waiting"
    MEAN = "mean"
    THIRD = "third"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A verdict, with the points it makes (none while it waits or is to be discussed)."""

    verdict: Verdict
    criteria: Points | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two marks are apart: by criterion, the second less the first, and in total."""

    criteria: Points
    total: Fraction

    def within(self, settings: EssaySettings) -> bool:
        """Whether the marks agree."""
        return not self.beyond(settings) and abs(self.total) <= settings.tolerance_total

    def beyond(self, settings: EssaySettings) -> tuple[str, ...]:
        """Return the criteria that differ by more than the tolerance."""
        return tuple(key for key, apart in self.criteria.items() if abs(apart) > settings.tolerance_criterion)

    @property
    def distance(self) -> Fraction:
        """The differences of all criteria together, whatever their direction."""
        return sum((abs(apart) for apart in self.criteria.values()), Fraction(0))


def difference(one: Points, other: Points) -> Difference:
    """Return how far `other` is from `one`; a criterion that one of them lacks counts 0 there."""
    keys = [*one, *(key for key in other if key not in one)]
    apart = {key: other.get(key, Fraction(0)) - one.get(key, Fraction(0)) for key in keys}
    return Difference(apart, sum(apart.values(), Fraction(0)))


def mean(*marks: Points) -> dict[str, Fraction]:
    """Return the exact mean of marks that have the same criteria."""
    return {key: sum((mark[key] for mark in marks), Fraction(0)) / len(marks) for key in marks[0]}


def agreement(first: Points | None, second: Points | None, third: Points | None, settings: EssaySettings) -> Agreement:
    """Return what the final marks of an essay come to, where two mark it; None: there is no final mark yet.

    A third mark goes with the one that it agrees with; where it agrees with both, with the nearer
    (`Difference.distance`); as near to both, all three make the mean. When it agrees with neither, people have to talk.
    """
    if first is None or second is None:
        return Agreement(Verdict.WAITING)
    if difference(first, second).within(settings):
        return Agreement(Verdict.MEAN, mean(first, second))
    if third is None:
        return Agreement(Verdict.DISCUSSION)
    return _with_third(first, second, third, settings)


def _with_third(first: Points, second: Points, third: Points, settings: EssaySettings) -> Agreement:
    apart = [(difference(mark, third), mark) for mark in (first, second)]
    agreeing = [(one.distance, mark) for one, mark in apart if one.within(settings)]
    if not agreeing:
        return Agreement(Verdict.DISCUSSION)
    near = min(distance for distance, _ in agreeing)
    return Agreement(Verdict.THIRD, mean(*[mark for distance, mark in agreeing if distance == near], third))
