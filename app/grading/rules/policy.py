"""The policy of a course: every reading of the rules that a course definition states. Pure.

Points: Fraction, 0-100. Source: docs/brief.md, "How a course is assessed". Nothing here knows a course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from app.grading.rules.numbers import half_up, written
from app.grading.rules.reading import read_policy
from app.grading.rules.vocabulary import (
    BonusApply,
    BonusUnit,
    CountedBy,
    Excused,
    Kind,
    MeanOver,
    Outcome,
    ThresholdRounding,
)
from app.shared.definitions.section_reader import SectionFaults


@dataclass(frozen=True)
class Policy:
    """How points become an outcome; one field per policy key.

    Weights and thresholds are points of 100, weights sum to 100. `achievement_requires` None means every piece.
    `participation_min_done` is a share that must be **exceeded**. `incomplete_above` is the outcome of somebody who
    reaches Achievement's points without the pieces it requires. `bonus_max` 0 means no bonus. `hours_required` None
    means no gate.
    """

    quiz_weight: Fraction
    group_weight: Fraction
    essay_weight: Fraction
    achievement_points: Fraction
    achievement_requires: frozenset[str] | None
    participation_points: Fraction
    participation_min_done: Fraction
    counted_by: CountedBy
    incomplete_above: Outcome
    bonus_max: Fraction
    bonus_unit: BonusUnit
    bonus_apply: BonusApply
    threshold_rounding: ThresholdRounding
    group_partial: Fraction
    hours_required: Fraction | None
    mean_over: MeanOver
    engagement_full: Fraction
    engagement_half: Fraction
    excused: Excused = Excused.REDISTRIBUTE

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Policy:
        """Return the policy that the `policy` section of a course definition states.

        Every key must be stated, but for these: `weights` may miss a component, `bonus.unit` and `bonus.apply` may be
        absent beside `bonus.max` 0, and without `excused` weights are redistributed. Raises `SectionFaults`, a
        ValueError, with every fault and its key.
        """
        return cls(**read_policy(data))

    def to_data(self) -> dict[str, object]:
        """Return the policy as plain JSON data; `from_data` reads it back equal."""
        requires = self.achievement_requires
        return {
            "weights": {kind.value: written(self.weight(kind)) for kind in Kind},
            "achievement": {
                "points": written(self.achievement_points),
                "requires": "all" if requires is None else sorted(requires),
            },
            "participation": {
                "points": written(self.participation_points),
                "min_done": written(self.participation_min_done),
                "counted_by": self.counted_by.value,
            },
            "incomplete_above": self.incomplete_above.value,
            "bonus": {
                "max": written(self.bonus_max),
                "unit": self.bonus_unit.value,
                "apply": self.bonus_apply.value,
            },
            "threshold_rounding": self.threshold_rounding.value,
            "group": {"partial": written(self.group_partial)},
            "hours": {"required": "off" if self.hours_required is None else written(self.hours_required)},
            "quiz": {"mean_over": self.mean_over.value},
            "engagement": {"full": written(self.engagement_full), "half": written(self.engagement_half)},
            "excused": self.excused.value,
        }

    def weight(self, kind: Kind) -> Fraction:
        """Return the points that a component is worth, 0-100."""
        if kind is Kind.QUIZ:
            return self.quiz_weight
        return self.group_weight if kind is Kind.GROUP else self.essay_weight

    def requires(self, key: str) -> bool:
        """Return whether Achievement asks for this piece."""
        return self.achievement_requires is None or key in self.achievement_requires

    @cached_property
    def achievement_cut(self) -> Fraction:
        """The least exact total that reaches Achievement's threshold."""
        return self._cut(self.achievement_points)

    @cached_property
    def participation_cut(self) -> Fraction:
        """The least exact total that reaches Participation's threshold."""
        return self._cut(self.participation_points)

    def _cut(self, threshold: Fraction) -> Fraction:
        if self.threshold_rounding is ThresholdRounding.NONE:
            return threshold
        # Rounding is there to lift: a threshold that is no whole number is still reached by the exact figure.
        return min(threshold, -(-threshold // 1) - Fraction(1, 2))

    def compared(self, total: Fraction) -> Fraction:
        """Return the figure that is held against a threshold: the exact total, or what rounding makes of it."""
        if self.threshold_rounding is ThresholdRounding.NONE:
            return total
        return max(total, Fraction(half_up(total)))


__all__ = ["Policy", "SectionFaults"]
