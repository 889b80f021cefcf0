"""Balanced groups: who goes where, so that groups resemble the cohort and each other. Pure.

The objective, to be made small: over all groups and traits, weight x how far the group is from what is wished, squared.

- a trait that is *spread*: for each value, how many members more or fewer than the group's fair share of the cohort;
- a language that is *kept together*: four times the members who do not share the group's commonest (not squared);
- time zones: how many of the twelve hours from 08:00 to 20:00 are lost to the group as a whole, on the session day
  on which it loses most.

Sizes differ by at most one. The same people, wishes and seed give the same groups on every machine.
Source: docs/decisions/0074-groups.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from app.courses.rules.grouping_cost import Field, Team
from app.shared.errors import RuleBroken, Unreadable
from app.shared.wording import text

HEAVIEST = 10
MOST_GROUPS = 200
STARTS, CLIMBED = 24, 3
MOST_SWAPS = 30_000
"""How many exchanges are tried at most, over all climbs: a second or two for a large cohort."""


class Trait(StrEnum):
    """What groups are balanced by."""

    LANGUAGE = "language"
    COUNTRY = "country"
    ORGANIZATION_TYPE = "organization_type"
    GENDER = "gender"
    TIME_ZONE = "time_zone"


COUNTED = (Trait.LANGUAGE, Trait.COUNTRY, Trait.ORGANIZATION_TYPE, Trait.GENDER)
"""The traits that are words; time zones are hours."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to place. `values` has each trait of `COUNTED`; `offsets` are minutes east of UTC on each session day.

    `fixed` is the group (from 0) in which somebody stays, None for who may be placed anywhere.
    """

    id: int
    values: Mapping[Trait, str]
    offsets: tuple[int, ...]
    fixed: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What matters how much, 0 (not at all) to 10; whether a language is kept together; what chance is drawn from."""

    weights: Mapping[Trait, int]
    together: bool
    seed: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who is in each group (ids in order), and what the objective makes of it: 0 is perfect."""

    groups: tuple[tuple[int, ...], ...]
    cost: int


def balanced(candidates: Sequence[Candidate], groups: int, wishes: Wishes) -> Arrangement:
    """Return the best arrangement found: the best of 24 shuffles, bettered by exchanges until none helps.

    Raises `Unreadable` (no such number of groups, a weight out of range) and `RuleBroken` (`too_many_fixed`).
    """
    _check(groups, wishes)
    sizes = sizes_of(candidates, groups)
    starts = [shuffled(candidates, sizes, wishes, number) for number in range(STARTS)]
    starts.sort(key=lambda one: one.cost)
    field = _field(candidates, wishes)
    climbs = [_climb(field, start, candidates, MOST_SWAPS // CLIMBED) for start in starts[:CLIMBED]]
    return min(climbs, key=lambda one: one.cost)


def shuffled(candidates: Sequence[Candidate], sizes: Sequence[int], wishes: Wishes, number: int) -> Arrangement:
    """Return a chance arrangement, the `number`-th of the seed; who is fixed stays."""
    groups: list[list[int]] = [[one.id for one in candidates if one.fixed == index] for index in range(len(sizes))]
    free = sorted((one.id for one in candidates if one.fixed is None), key=lambda one: _drawn(wishes.seed, number, one))
    waiting = iter(free)
    for members, size in zip(groups, sizes, strict=True):
        members.extend(next(waiting) for _ in range(size - len(members)))
    return _arranged(groups, cost(candidates, groups, wishes))


def cost(candidates: Sequence[Candidate], groups: Iterable[Iterable[int]], wishes: Wishes) -> int:
    """Return what the objective makes of an arrangement, in units that only compare."""
    field = _field(candidates, wishes)
    return sum(Team(field, list(members)).cost() for members in groups)


def sizes_of(candidates: Sequence[Candidate], groups: int) -> tuple[int, ...]:
    """Return each group's size: equal, or one more where people are left over, first where most are fixed.

    Raises `RuleBroken` (`too_many_fixed`) when more people stay in a group than it may have.
    """
    fixed = [sum(one.fixed == index for one in candidates) for index in range(groups)]
    least, over = divmod(len(candidates), groups)
    fullest = sorted(range(groups), key=lambda index: (-fixed[index], index))
    sizes = {index: least + (place < over) for place, index in enumerate(fullest)}
    if any(fixed[index] > size for index, size in sizes.items()):
        reason = text(
            "More people are kept where they are than groups of this size hold. Keep fewer, or make fewer groups."
        )
        raise RuleBroken(reason, code="too_many_fixed")
    return tuple(sizes[index] for index in range(groups))


def groups_for(people: int, size: int) -> int:
    """Return how many groups of at most `size` (1 or more) hold so many people."""
    return max(1, -(-people // size))


def _check(groups: int, wishes: Wishes) -> None:
    if not 1 <= groups <= MOST_GROUPS:
        raise Unreadable(text("There can be 1 to %(limit)s groups.", limit=MOST_GROUPS))
    if any(not 0 <= weight <= HEAVIEST for weight in wishes.weights.values()):
        raise Unreadable(text("A weight is a whole number from 0 to %(heaviest)s.", heaviest=HEAVIEST))


def _field(candidates: Sequence[Candidate], wishes: Wishes) -> Field:
    spread = [trait for trait in COUNTED if not (trait is Trait.LANGUAGE and wishes.together)]
    return Field(
        values={one.id: tuple(one.values[trait] for trait in spread) for one in candidates},
        weights=tuple(wishes.weights.get(trait, 0) for trait in spread),
        languages={one.id: one.values[Trait.LANGUAGE] for one in candidates},
        together=wishes.weights.get(Trait.LANGUAGE, 0) if wishes.together else 0,
        offsets={one.id: one.offsets for one in candidates},
        hours=wishes.weights.get(Trait.TIME_ZONE, 0),
    )


def _climb(field: Field, start: Arrangement, candidates: Sequence[Candidate], swaps: int) -> Arrangement:
    """Exchange two members of two groups wherever that helps, until nothing does or `swaps` were tried."""
    fixed = {one.id for one in candidates if one.fixed is not None}
    teams = [Team(field, list(members)) for members in start.groups]
    better, total = True, start.cost
    while better and swaps > 0:
        better = False
        for one, other in combinations(teams, 2):
            gain, tried = _exchange(one, other, fixed)
            total, swaps, better = total - gain, swaps - tried, better or gain > 0
    return _arranged([team.members for team in teams], total)


def _exchange(one: Team, other: Team, fixed: set[int]) -> tuple[int, int]:
    """Make every exchange between two groups that helps; return what was gained, and how many were tried."""
    gained = tried = 0
    for here in range(len(one.members)):
        for there in range(len(other.members)):
            leaving, coming = one.members[here], other.members[there]
            if leaving in fixed or coming in fixed:
                continue
            tried += 1
            change = one.change(leaving, coming) + other.change(coming, leaving)
            if change < 0:
                one.swap(here, coming)
                other.swap(there, leaving)
                gained -= change
    return gained, tried


def _arranged(groups: Iterable[Iterable[int]], total: int) -> Arrangement:
    return Arrangement(tuple(tuple(sorted(members)) for members in groups), total)


def _drawn(seed: str, number: int, candidate: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{number}\n{candidate}".encode()).digest()
