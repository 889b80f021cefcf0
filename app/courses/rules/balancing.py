"""What a manager asks of balanced groups, and what each group then looks like. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.courses.rules.grouping import COUNTED, Arrangement, Candidate, Trait, Wishes
from app.courses.rules.grouping_cost import common_quarters

QUARTERS_OF_AN_HOUR = 4
LONGEST_SEED = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """How many groups, by which wishes, and whether who is in a group stays there."""

    groups: int
    wishes: Wishes
    keep: bool

    def to_data(self) -> dict[str, Any]:
        """Return the plan as plain data, for the audit trail and addresses."""
        return {
            "groups": self.groups,
            "together": self.wishes.together,
            "keep": self.keep,
            "seed": self.wishes.seed,
            **{f"weight_{trait.value}": weight for trait, weight in self.wishes.weights.items()},
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """What a group is made of: members by value of each trait, and for how many hours of 12 all of them can work."""

    size: int
    counts: Mapping[Trait, Mapping[str, int]]
    hours: Fraction


def profile(members: Sequence[Candidate]) -> Profile:
    """Return what a group of these members is made of; each trait's values by number, then by name."""
    return Profile(
        size=len(members),
        counts={
            trait: dict(
                sorted(Counter(one.values[trait] for one in members).items(), key=lambda item: (-item[1], item[0]))
            )
            for trait in COUNTED
        },
        hours=Fraction(common_quarters(one.offsets for one in members), QUARTERS_OF_AN_HOUR),
    )


def digest(arrangement: Arrangement, names: Sequence[str]) -> str:
    """Return a fingerprint of who would go where."""
    content = json.dumps([list(names), [list(members) for members in arrangement.groups]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]
