"""The upper and the lower group of a question, made by what people earned in the other questions. Pure.

Kelley (1939): with groups of 27 percent at each end the difference between them is found with the most certainty. The
question itself stays out of what makes the groups: a wrong key would lift those who chose it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

GROUP = Fraction(27, 100)
FEWEST = 10
"""With fewer people than this a group at an end is one or two of them."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Who is in which group, by place in the cohort; `from_share` and `to_share` of the other questions part them."""

    upper: frozenset[int] = frozenset()
    lower: frozenset[int] = frozenset()
    from_share: Fraction | None = None
    to_share: Fraction | None = None


def groups_of(rests: Mapping[int, Fraction]) -> Groups:
    """Return the best 27 percent and the weakest 27 percent, each with everybody who earned as much as its last one.

    Who is in a group must not hang on an order among equals; so groups may be larger than 27 percent. They are empty
    with fewer than ten people, and where so many earned the same that the groups would meet.
    """
    if len(rests) < FEWEST:
        return Groups()
    size = (len(rests) * GROUP + Fraction(1, 2)) // 1
    ordered = sorted(Counter(rests.values()).items())
    to_share, from_share = _last_of(size, ordered), _last_of(size, reversed(ordered))
    if to_share >= from_share:
        return Groups()
    return Groups(
        upper=frozenset(place for place, share in rests.items() if share >= from_share),
        lower=frozenset(place for place, share in rests.items() if share <= to_share),
        from_share=from_share,
        to_share=to_share,
    )


def _last_of(size: int, counted: Iterable[tuple[Fraction, int]]) -> Fraction:
    """Return what the last of so many people earned; `counted`: the shares in order, and how many earned each."""
    people = 0
    for share, count in counted:
        people += count
        if people >= size:
            return share
    raise ValueError("a group is larger than the cohort")
