"""From the `policy` section of a course definition to the fields of `Policy`, strictly. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypedDict

from app.grading.rules.numbers import HUNDRED, ZERO
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
from app.shared.amounts import shown
from app.shared.definitions.section_reader import Reader, SectionFaults
from app.shared.wording import text

KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset(
        {
            "weights", "achievement", "participation", "incomplete_above", "bonus", "threshold_rounding", "group",
            "hours", "quiz", "engagement", "excused",
        }
    ),
    "weights": frozenset(kind.value for kind in Kind),
    "achievement": frozenset({"points", "requires"}),
    "participation": frozenset({"points", "min_done", "counted_by"}),
    "bonus": frozenset({"max", "unit", "apply"}),
    "group": frozenset({"partial"}),
    "hours": frozenset({"required"}),
    "quiz": frozenset({"mean_over"}),
    "engagement": frozenset({"full", "half"}),
}  # fmt: skip
"""Every policy key: the sections, and the keys inside each."""

MOST_HOURS = 10_000


class PolicyFields(TypedDict):
    """The fields of `Policy`."""

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
    excused: Excused


class _IncompleteAbove(StrEnum):
    PARTICIPATION = "participation"
    NONE = "none"


def read_policy(data: Mapping[str, object]) -> PolicyFields:
    """Return the fields of the policy; raises `SectionFaults` with everything that is wrong."""
    reader = Reader(data, KEYS)
    weights = {kind: _weight(reader, kind) for kind in Kind}
    fields: PolicyFields = {
        "quiz_weight": weights[Kind.QUIZ],
        "group_weight": weights[Kind.GROUP],
        "essay_weight": weights[Kind.ESSAY],
        "achievement_points": reader.points("achievement.points"),
        "achievement_requires": _requires(reader),
        "participation_points": reader.points("participation.points"),
        "participation_min_done": reader.number(
            "participation.min_done",
            lambda share: 0 <= share < 1,
            text("Write a share from 0 to less than 1, such as 1/2: more than this share must be done."),
        ),
        "counted_by": reader.choice("participation.counted_by", CountedBy, CountedBy.PIECE),
        "incomplete_above": Outcome(
            reader.choice("incomplete_above", _IncompleteAbove, _IncompleteAbove.PARTICIPATION).value
        ),
        "bonus_max": reader.points("bonus.max"),
        "bonus_unit": BonusUnit.POINTS,
        "bonus_apply": BonusApply.WHOLE,
        "threshold_rounding": reader.choice("threshold_rounding", ThresholdRounding, ThresholdRounding.NONE),
        "group_partial": reader.number(
            "group.partial", lambda factor: 0 < factor < 1, text("Write a factor between 0 and 1, such as 1/2.")
        ),
        "hours_required": _hours(reader),
        "mean_over": reader.choice("quiz.mean_over", MeanOver, MeanOver.TAKERS),
        "engagement_full": _band(reader, "engagement.full"),
        "engagement_half": _band(reader, "engagement.half"),
        "excused": _excused(reader),
    }
    _read_bonus_manner(reader, fields)
    _compare(reader, fields, sum(weights.values(), ZERO))
    if reader.faults:
        raise SectionFaults(reader.faults)
    return fields


def _weight(reader: Reader, kind: Kind) -> Fraction:
    """Return the weight of a component; one that is not named is worth nothing."""
    key = f"weights.{kind.value}"
    return reader.points(key) if reader.has(key) else ZERO


def _requires(reader: Reader) -> frozenset[str] | None:
    key = "achievement.requires"
    suggestion = text("Write all, or a list of the keys of pieces.")
    value = reader.value(key, suggestion)
    if value is None or value == "all":
        return None
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return frozenset(str(name) for name in value)
    reader.fault(key, text("This is neither all nor a list of pieces."), suggestion)
    return None


def _hours(reader: Reader) -> Fraction | None:
    key = "hours.required"
    suggestion = text("Write off, or the number of hours that Achievement asks for.")
    value = reader.value(key, suggestion)
    if value is None or value is False or value == "off":  # YAML reads a bare off as false
        return None
    return reader.number(key, lambda hours: 0 < hours <= MOST_HOURS, suggestion)


def _excused(reader: Reader) -> Excused:
    """Return what becomes of an excused piece's weight; definitions that are older than the key do not state it."""
    return reader.choice("excused", Excused, Excused.REDISTRIBUTE) if reader.has("excused") else Excused.REDISTRIBUTE


def _band(reader: Reader, key: str) -> Fraction:
    suggestion = text("Write a share above 0 and up to 1, such as 7/8: at least this share is done.")
    return reader.number(key, lambda share: 0 < share <= 1, suggestion)


def _read_bonus_manner(reader: Reader, fields: PolicyFields) -> None:
    """Read unit and use of a bonus: they must be stated where there is one, and right wherever they are stated."""
    offered = fields["bonus_max"] > 0 or not reader.sound("bonus.max")
    if offered or reader.has("bonus.unit"):
        fields["bonus_unit"] = reader.choice("bonus.unit", BonusUnit, BonusUnit.POINTS)
    if offered or reader.has("bonus.apply"):
        fields["bonus_apply"] = reader.choice("bonus.apply", BonusApply, BonusApply.WHOLE)


def _compare(reader: Reader, fields: PolicyFields, weights: Fraction) -> None:
    """Check the keys against each other, where each is right by itself."""
    if reader.sound("weights", *(f"weights.{kind.value}" for kind in Kind)) and weights != HUNDRED:
        reader.fault(
            "weights",
            text("The weights sum to %(sum)s.", sum=shown(weights)),
            text("Make the weights of quiz, group and essay sum to exactly 100."),
        )
    thresholds_read = reader.sound("achievement.points", "participation.points")
    if thresholds_read and fields["participation_points"] > fields["achievement_points"]:
        reader.fault(
            "participation.points",
            text("Participation asks for more points than Achievement."),
            text("Write at most %(points)s.", points=shown(fields["achievement_points"])),
        )
    if reader.sound("engagement.full", "engagement.half") and fields["engagement_half"] >= fields["engagement_full"]:
        reader.fault(
            "engagement.half",
            text("The half band starts at or above the full band."),
            text("Write a share below %(share)s.", share=shown(fields["engagement_full"])),
        )
