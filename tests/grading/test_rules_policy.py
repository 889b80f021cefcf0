"""A policy is read strictly, every fault of it at once, and written back as it was."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.grading.rules import BonusApply, BonusUnit, Kind, Policy
from app.shared.amounts import read_number
from app.shared.definitions.section_reader import SectionFaults
from tests.grading.rules_cast import DATA, POLICY, policy, policy_data


def faults_of(changes: dict[str, Any]) -> list[str]:
    """The keys that are faulty, in the order of finding."""
    with pytest.raises(SectionFaults) as caught:
        Policy.from_data(policy_data(changes))
    return [fault.key for fault in caught.value.faults]


def test_the_sample_policy_says_what_the_brief_says() -> None:
    assert POLICY.weight(Kind.ESSAY) == 40
    assert POLICY.achievement_requires is None
    assert (POLICY.participation_min_done, POLICY.engagement_full) == (Fraction(1, 2), Fraction(7, 8))
    assert POLICY.hours_required is None


def test_what_is_written_is_read_back_equal() -> None:
    assert Policy.from_data(json.loads(json.dumps(POLICY.to_data()))) == POLICY


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        (60, Fraction(60)),
        ("29.5", Fraction(59, 2)),
        (29.5, Fraction(59, 2)),
        (0.1, Fraction(1, 10)),
        ("7/8", Fraction(7, 8)),
        (" 1/2 ", Fraction(1, 2)),
        (Decimal("0.875"), Fraction(7, 8)),
    ],
)
def test_numbers_are_exact(stated: object, number: Fraction) -> None:
    assert read_number(stated) == number


@pytest.mark.parametrize(
    "stated",
    [
        True,
        False,
        None,
        "",
        "sixty",
        "٦٠",
        "1e3",
        "1/0",
        "1/2/3",
        "--1",
        "1_000",
        float("nan"),
        float("inf"),
        [1],
        "9" * 99,
    ],
)
def test_what_is_no_number_is_refused(stated: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_number(stated)


@pytest.mark.parametrize(
    "key", sorted(f"{section}.{key}" for section in DATA for key in DATA[section] if isinstance(DATA[section], dict))
)
def test_a_wrong_value_is_laid_at_its_keys_door(key: str) -> None:
    assert faults_of({key: "banana"}) == [key]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("achievement.points", 101),
        ("achievement.points", -1),
        ("participation.points", 61),
        ("participation.min_done", 1),
        ("participation.min_done", "-0.1"),
        ("participation.counted_by", "pieces"),
        ("incomplete_above", "achievement"),
        ("incomplete_above", True),
        ("bonus.max", 101),
        ("bonus.unit", "Percent"),
        ("threshold_rounding", "up"),
        ("group.partial", 0),
        ("group.partial", 1),
        ("hours.required", 0),
        ("hours.required", True),
        ("quiz.mean_over", ["takers"]),
        ("engagement.full", "9/8"),
        ("engagement.half", 0),
        ("engagement.half", "7/8"),
        ("achievement.requires", "essay"),
        ("achievement.requires", [1]),
        ("weights.quiz", -30),
        ("weights", [30, 30, 40]),
        ("bonus", None),
        ("achievement.points", None),
        ("participation.min_done", None),
        ("threshold_rounding", None),
        ("engagement.full", None),
    ],
)
def test_a_value_out_of_range_or_missing_is_a_fault(key: str, value: object) -> None:
    found = faults_of({key: value})
    assert found
    assert all(fault == key or fault.startswith(f"{key}.") for fault in found)


def test_weights_sum_to_exactly_100() -> None:
    assert faults_of({"weights.quiz": "30.01"}) == ["weights"]
    assert faults_of({"weights.quiz": "29.99"}) == ["weights"]
    assert policy({"weights": {"quiz": "100/3", "group": "100/3", "essay": "100/3"}}).quiz_weight == Fraction(100, 3)


def test_weights_may_miss_a_component() -> None:
    assert policy({"weights": {"quiz": 60, "essay": 40}}).group_weight == 0


def test_the_manner_of_a_bonus_is_only_asked_for_where_there_is_one() -> None:
    none = policy({"bonus": {"max": 0}})
    assert (none.bonus_unit, none.bonus_apply) == (BonusUnit.POINTS, BonusApply.WHOLE)
    assert faults_of({"bonus": {"max": 10}}) == ["bonus.unit", "bonus.apply"]
    assert faults_of({"bonus": {"max": 0, "unit": "banana"}}) == ["bonus.unit"]


@pytest.mark.parametrize(("stated", "hours"), [("off", None), (False, None), (60, 60), ("59.5", Fraction(119, 2))])
def test_hours_are_off_or_a_number(stated: object, hours: Fraction | None) -> None:
    assert policy({"hours.required": stated}).hours_required == hours


def test_thresholds_and_bands_may_stand_at_the_very_ends() -> None:
    assert policy({"achievement.points": 100, "participation.points": 0}).participation_points == 0
    assert policy({"engagement.full": 1}).engagement_full == 1


def test_rounding_never_takes_anything_from_a_total() -> None:
    rounded = policy({"threshold_rounding": "half_up"})
    assert rounded.compared(Fraction("59.2")) == Fraction("59.2")
    assert rounded.compared(Fraction("59.5")) == 60
    assert POLICY.compared(Fraction("59.5")) == Fraction("59.5")


def test_requirements_are_all_or_pieces_by_name() -> None:
    assert policy({"achievement.requires": ["essay", "quiz_1"]}).requires("quiz_1")
    assert not policy({"achievement.requires": ["essay"]}).requires("quiz_1")
    assert policy().requires("quiz_1")


def test_every_fault_is_told_at_once() -> None:
    found = faults_of({"achievement.points": "x", "bonus.unit": "y", "engagement.half": 2, "colour": "red"})
    assert sorted(found) == ["achievement.points", "bonus.unit", "colour", "engagement.half"]


def test_a_key_that_nobody_knows_comes_with_the_one_that_was_meant() -> None:
    with pytest.raises(SectionFaults) as caught:
        policy({"participation.mindone": "1/2"})
    assert str(caught.value) == ("participation.mindone: This key is not known. Did you mean participation.min_done?")


def test_a_fault_says_why_and_what_to_write() -> None:
    with pytest.raises(SectionFaults) as caught:
        policy({"incomplete_above": "nothing"})
    (fault,) = caught.value.faults
    assert str(fault.reason) == "nothing is not one of the values of this key."
    assert str(fault.suggestion) == "Write one of: participation, none."


def test_participation_never_asks_for_more_than_achievement() -> None:
    assert policy({"participation.points": 60}).participation_points == 60
    assert faults_of({"participation.points": "60.01"}) == ["participation.points"]
