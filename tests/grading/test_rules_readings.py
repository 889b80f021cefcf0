"""Another reading of the rules is told where it would change the outcome, and only there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.grading.rules import Standing, other_readings
from tests.grading.rules_cast import PLAN, everything, policy, standing, without_essay


def told(person: Standing, changes: dict[str, Any] | None = None, **more: Any) -> dict[tuple[str, str], str]:
    return {
        (found.key, found.value): str(found.text) for found in other_readings(person, PLAN, policy(changes), **more)
    }


def test_under_thresholds_alone_pieces_do_not_matter() -> None:
    assert told(without_essay(60)) == {
        ("thresholds_alone", ""): "Under thresholds alone this person would reach Achievement.",
        ("incomplete_above", "none"): (
            "If Achievement's points without every piece brought nothing, this person would get no certificate."
        ),
    }


def test_where_no_reading_matters_nothing_is_told() -> None:
    assert told(everything(80)) == {}
    assert told(everything(45)) == {}
    assert told(standing()) == {}


CASES: dict[str, tuple[dict[str, Any], Standing, tuple[str, str], str]] = {
    "all instead of named": (
        {"achievement.requires": ["group_work"]},
        without_essay(60),
        ("achievement.requires", "all"),
        "Participation",
    ),
    "the essay only": ({}, standing(*[10] * 5, mark=50, essay=40), ("achievement.requires", "essay"), "Achievement"),
    "components": ({}, standing(*[10] * 6), ("participation.counted_by", "component"), "no certificate"),
    "pieces": (
        {"participation.counted_by": "component"},
        standing(*[10] * 6),
        ("participation.counted_by", "piece"),
        "Participation",
    ),
    "incomplete": (
        {"incomplete_above": "none"},
        without_essay(60),
        ("incomplete_above", "participation"),
        "Participation",
    ),
    "no bonus": ({}, everything(55, bonus=10), ("bonus.max", "0"), "Participation"),
    "percent": ({}, everything(51, bonus=10), ("bonus.unit", "percent"), "Participation"),
    "points": ({"bonus.unit": "percent"}, everything(51, bonus=10), ("bonus.unit", "points"), "Achievement"),
    "rounded": ({}, everything("29.5"), ("threshold_rounding", "half_up"), "Participation"),
    "not rounded": (
        {"threshold_rounding": "half_up"},
        everything("29.5"),
        ("threshold_rounding", "none"),
        "no certificate",
    ),
    "no hours": ({"hours.required": 60}, everything(60), ("hours.required", "off"), "Achievement"),
    "partial as full": (
        {},
        standing(*[10] * 6, mark=100, factor="1/2", essay=10),
        ("group.partial", "1"),
        "Achievement",
    ),
    "partial as not done": (
        {"participation.min_done": "3/4"},
        standing(*[10] * 6, mark=80, factor="1/2"),
        ("group.partial", "0"),
        "no certificate",
    ),
    "few hours": ({"hours.required": 60}, everything(60), ("thresholds_alone", ""), "Achievement"),
    "few pieces": ({}, standing(mark=100, essay=10), ("thresholds_alone", ""), "Participation"),
    "partial as none": ({}, standing(*[10] * 4, mark=80, factor="1/2"), ("group.partial", "0"), "no certificate"),
}


@pytest.mark.parametrize(("changes", "person", "reading", "outcome"), CASES.values(), ids=CASES)
def test_each_key_has_its_other_reading(
    changes: dict[str, Any], person: Standing, reading: tuple[str, str], outcome: str
) -> None:
    assert told(person, changes)[reading].endswith(f" {outcome}.")


def test_hours_are_tried_as_a_gate_only_where_they_were_counted() -> None:
    hours = Fraction(60)
    assert told(everything(60, hours=59), design_hours=hours) == {
        ("hours.required", "60"): "If 60 hours of attendance were required, this person would reach Participation."
    }
    assert told(everything(60), design_hours=hours) == {}
    assert told(everything(60, hours=60), design_hours=hours) == {}


def test_a_way_of_adding_the_bonus_never_changes_an_outcome() -> None:
    assert ("bonus.apply", "to_threshold") not in told(everything(55, bonus=10))
