"""How markers mark, side by side: number, mean, spread, difference to the others, drift. Pure, exact but for roots.

Small numbers say little: below `LEAST` marks no verdict is given, only figures, each with its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import isqrt

LEAST = 8
"""So many marks a marker, and the others together, need before a difference is called one; for drift, in each half."""
SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Given:
    """One final mark of a marker: the essay, its points by criterion, and when it became final."""

    essay_id: int
    marker_id: int
    criteria: Mapping[str, Fraction]
    at: datetime

    @property
    def total(self) -> Fraction:
        """The sum of the points."""
        return sum(self.criteria.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class Profile:
    """How one marker marks. Points; None where too few marks make a figure.

    `spread`: standard deviation of the totals (of a sample, n - 1), in hundredths rounded half up. `apart`: the mean
    less that of all others' marks. `drift`: the mean of the later half less that of the earlier; of an odd number the
    middle one is in neither. `stands_out`: `apart` is more than `tolerance`, and there are enough marks to say so.
    """

    marker_id: int
    number: int
    mean: Fraction
    spread: Fraction | None
    by_criterion: Mapping[str, Fraction]
    others: int
    apart: Fraction | None
    drift: Fraction | None
    half: int
    stands_out: bool
    drifts: bool
    sample: tuple[int, ...]


def profiles(given: Sequence[Given], tolerance: Fraction) -> tuple[Profile, ...]:
    """Return how each marker marks, who marked most first."""
    by_marker: dict[int, list[Given]] = {}
    for one in sorted(given, key=lambda one: (one.at, one.essay_id)):
        by_marker.setdefault(one.marker_id, []).append(one)
    found = [_profile(own, given, tolerance) for own in by_marker.values()]
    return tuple(sorted(found, key=lambda one: (-one.number, one.marker_id)))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the exact mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def spread(values: Sequence[Fraction]) -> Fraction | None:
    """Return the standard deviation of a sample to two decimals, rounded half up; None of fewer than two values."""
    if len(values) < 2:  # noqa: PLR2004 - of one value there is no deviation
        return None
    middle = mean(values)
    variance = sum(((value - middle) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    return Fraction(_rounded_root(variance * 10_000), 100)


def _rounded_root(square: Fraction) -> int:
    """Return the whole number nearest to a square root, half up: the largest n with (2n - 1)^2 <= 4 square."""
    return (isqrt(int(4 * square)) + 1) // 2


def _profile(own: Sequence[Given], given: Sequence[Given], tolerance: Fraction) -> Profile:
    totals = [one.total for one in own]
    others = [one.total for one in given if one.marker_id != own[0].marker_id]
    half = len(own) // 2
    apart = mean(totals) - mean(others) if others else None
    drift = mean(totals[-half:]) - mean(totals[:half]) if half else None
    return Profile(
        marker_id=own[0].marker_id,
        number=len(own),
        mean=mean(totals),
        spread=spread(totals),
        by_criterion={key: mean([one.criteria[key] for one in own if key in one.criteria]) for key in own[0].criteria},
        others=len(others),
        apart=apart,
        drift=drift,
        half=half,
        stands_out=apart is not None and min(len(own), len(others)) >= LEAST and abs(apart) > tolerance,
        drifts=drift is not None and half >= LEAST and abs(drift) > tolerance,
        sample=_sample(own),
    )


def _sample(own: Sequence[Given]) -> tuple[int, ...]:
    """Return essays to look at again: with the lowest, the middle and the highest mark of the marker."""
    ordered = sorted(own, key=lambda one: (one.total, one.essay_id))
    places = {0, len(ordered) // 2, len(ordered) - 1}
    return tuple(ordered[place].essay_id for place in sorted(places))[:SAMPLE]
