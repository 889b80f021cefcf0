"""What one group costs in the objective of `grouping`, and what an exchange would change. Pure, whole numbers only.

Everything is multiplied by 16 x people x people, so that fair shares (fractions of people) and quarters of hours stay
whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_

QUARTERS = 96
"""Quarters of an hour in a day."""
WORKING = 48
"""Quarters of an hour from 08:00 to 20:00."""
_FROM = 32
_QUARTER = 15
_DAY = (1 << QUARTERS) - 1
_SQUARED_HOUR = 16
_APART = 4
"""What a member without the group's language counts: as much as being two away from a fair share. Not squared: who
cannot be with their own is better there with others of their language than alone."""


@cache
def working_time(offset: int) -> int:
    """Return the quarters of a UTC day, as bits, in which clocks `offset` minutes east show 08:00 to 20:00."""
    start = (_FROM - offset // _QUARTER) % QUARTERS
    bits = ((1 << WORKING) - 1) << start
    return (bits | bits >> QUARTERS) & _DAY


def common_quarters(offsets: Iterable[tuple[int, ...]]) -> int:
    """Return how many quarters of an hour are working time for all, on the day with the fewest; `offsets` a person.

    Without people or days nothing is lost: 48.
    """
    days = zip(*offsets, strict=True)
    return min((reduce(and_, map(working_time, day)).bit_count() for day in days), default=WORKING)


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody who is placed, and what counts: `values` and `weights` of the traits that are spread."""

    values: Mapping[int, tuple[str, ...]]
    weights: tuple[int, ...]
    languages: Mapping[int, str]
    together: int
    offsets: Mapping[int, tuple[int, ...]]
    hours: int

    def totals(self) -> tuple[Counter[str], ...]:
        """Return, for each trait that is spread, how many people have each value."""
        return tuple(Counter(values[place] for values in self.values.values()) for place in range(len(self.weights)))


class Team:
    """One group while it is being put together."""

    def __init__(self, field: Field, members: list[int]) -> None:
        """Count `members`."""
        self._field, self.members = field, members
        self._people, self._totals = len(field.values), field.totals()
        self._counts = tuple(
            Counter(field.values[one][place] for one in members) for place in range(len(field.weights))
        )

    def cost(self) -> int:
        """Return what the group costs."""
        spread = sum(
            weight * sum(self._off(place, value, 0) ** 2 for value in self._totals[place])
            for place, weight in enumerate(self._field.weights)
        )
        return _SQUARED_HOUR * spread + self._shared(self.members)

    def change(self, leaving: int, coming: int) -> int:
        """Return how much dearer the group becomes when one member is replaced; below 0: cheaper."""
        spread = 0
        for place, weight in enumerate(self._field.weights):
            old, new = self._field.values[leaving][place], self._field.values[coming][place]
            if weight and old != new:
                spread += weight * (self._step(place, old, -1) + self._step(place, new, 1))
        if not (self._field.together or self._field.hours):
            return _SQUARED_HOUR * spread
        then = [coming if one == leaving else one for one in self.members]
        return _SQUARED_HOUR * spread + self._shared(then) - self._shared(self.members)

    def swap(self, place: int, coming: int) -> None:
        """Replace the member at `place`."""
        leaving, self.members[place] = self.members[place], coming
        for trait, counts in enumerate(self._counts):
            counts[self._field.values[leaving][trait]] -= 1
            counts[self._field.values[coming][trait]] += 1

    def _off(self, place: int, value: str, more: int) -> int:
        """Return people x (members with this value, and `more` of them, beyond the group's fair share)."""
        fair = len(self.members) * self._totals[place][value]
        return self._people * (self._counts[place][value] + more) - fair

    def _step(self, place: int, value: str, more: int) -> int:
        return self._off(place, value, more) ** 2 - self._off(place, value, 0) ** 2

    def _shared(self, members: Collection[int]) -> int:
        """Return what lacks for a common language and for common hours."""
        lost = 0
        if self._field.together and members:
            commonest = max(Counter(self._field.languages[one] for one in members).values())
            lost += self._field.together * _SQUARED_HOUR * _APART * (len(members) - commonest)
        if self._field.hours and members:
            quarters = WORKING - common_quarters(self._field.offsets[one] for one in members)
            lost += self._field.hours * quarters**2
        return lost * self._people**2
