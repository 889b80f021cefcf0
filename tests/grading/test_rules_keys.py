"""Named cases of both values of every policy key, and of what becomes of a bonus."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.grading.rules import BonusUse, Standing, derive
from tests.grading.rules_cast import PLAN, everything, policy, standing, without_essay

A, P, N = "achievement", "participation", "none"
TEN = (10,) * 6
WEIGHTS = {"weights": {"quiz": 20, "group": 20, "essay": 60}}
ESSAY_ONLY = {"achievement.requires": ["essay"]}
COMPONENTS = {"participation.counted_by": "component"}
PERCENT = {"bonus.unit": "percent"}
LIFTED = {"bonus.apply": "to_threshold"}
ROUNDED = {"threshold_rounding": "half_up"}
STRICT = {"incomplete_above": "none"}
HOURS = {"hours.required": 60}

BY_KEY: dict[str, tuple[dict[str, Any], Standing, str]] = {
    "weights 20/20/60: the essay counts for more": (WEIGHTS, standing(*[5] * 6, mark=50, essay=27), A),
    "weights 30/30/40: the same person": ({}, standing(*[5] * 6, mark=50, essay=27), P),
    "achievement.points 70": ({"achievement.points": 70}, everything("69.99"), P),
    "achievement.points 70, reached": ({"achievement.points": 70}, everything(70), A),
    "requires all: no essay": ({}, without_essay(60), P),
    "requires the group work only: no essay": ({"achievement.requires": ["group_work"]}, without_essay(60), A),
    "requires the essay only: no group work": (ESSAY_ONLY, standing(*TEN, essay=30), A),
    "requires the essay: no essay": (ESSAY_ONLY, without_essay(60), P),
    "requires nothing": ({"achievement.requires": []}, standing(essay=40, mark=100), A),
    "requires the essay: bonus without a quiz": (ESSAY_ONLY, standing(*[10] * 5, essay=30, bonus=10), A),
    "requires all: bonus without a quiz": ({}, standing(*[10] * 5, essay=30, bonus=10), P),
    "participation.points 40": ({"participation.points": 40}, everything("39.99"), N),
    "participation.points 40, reached": ({"participation.points": 40}, everything(40), P),
    "min_done 3/4: 6 of 8 are not more": ({"participation.min_done": "3/4"}, standing(*[10] * 5, mark=50), N),
    "min_done 3/4: 7 of 8 are": ({"participation.min_done": "3/4"}, standing(*[10] * 6, mark=50), P),
    "min_done 0: one piece is enough": ({"participation.min_done": 0}, standing(essay=30), P),
    "counted by piece: six quizzes of 8 pieces": ({}, standing(*TEN), P),
    "counted by component: quizzes alone are 1 of 3": (COMPONENTS, standing(*TEN), N),
    "counted by component: group and essay are 2 of 3": (COMPONENTS, standing(mark=50, essay=20), P),
    "counted by piece: group and essay are 2 of 8": ({}, standing(mark=50, essay=20), N),
    "counted by component: five quizzes are no component": (COMPONENTS, standing(*[10] * 5, mark=100), N),
    "incomplete_above participation": ({}, without_essay(60), P),
    "incomplete_above none": (STRICT, without_essay(60), N),
    "incomplete_above none, below the threshold": (STRICT, without_essay("59.99"), P),
    "incomplete_above none, everything done": (STRICT, everything(60), A),
    "bonus.max 0: recorded or not, there is none": ({"bonus.max": 0}, everything(55, bonus=10), P),
    "bonus.max 5: what is recorded above it does not count": ({"bonus.max": 5}, everything(54, bonus=10), P),
    "bonus.max 20": ({"bonus.max": 20}, everything(40, bonus=20), A),
    "bonus.unit points: 54 and 10": ({}, everything(54, bonus=10), A),
    "bonus.unit percent: 54 and 10 percent are 59.4": (PERCENT, everything(54, bonus=10), P),
    "bonus.unit percent: 55 and 10 percent are 60.5": (PERCENT, everything(55, bonus=10), A),
    "threshold_rounding none: 59.5": ({}, everything("59.5"), P),
    "threshold_rounding half_up: 59.5": (ROUNDED, everything("59.5"), A),
    "threshold_rounding half_up: 59.49": (ROUNDED, everything("59.49"), P),
    "threshold_rounding half_up: 29.5": (ROUNDED, everything("29.5"), P),
    "threshold_rounding half_up: 29.49": (ROUNDED, everything("29.49"), N),
    "threshold_rounding half_up: 49.5 and 10": (ROUNDED, everything("49.5", bonus=10), A),
    "threshold_rounding half_up: 49.49 and 10": (ROUNDED, everything("49.49", bonus=10), P),
    "rounding never lowers: exactly 59.2 of 59.2": ({**ROUNDED, "achievement.points": "59.2"}, everything("59.2"), A),
    "rounding to a whole point: 59.49 of 59.7": (
        {**ROUNDED, "achievement.points": "59.7"},
        everything("59.49"),
        P,
    ),
    "rounding to a whole point: 59.5 of 59.7": ({**ROUNDED, "achievement.points": "59.7"}, everything("59.5"), A),
    "hours off: none recorded": ({}, everything(60), A),
    "hours 60: 60 attended": (HOURS, everything(60, hours=60), A),
    "hours 60: 59.99 attended": (HOURS, everything(60, hours="59.99"), P),
    "hours 60: nobody counted": (HOURS, everything(60), P),
    "hours 60: not asked of Participation": (HOURS, everything(30), P),
    "incomplete_above none is about pieces, not hours": ({**HOURS, **STRICT}, everything(60), P),
    "a bonus held back by hours never lifts to Participation": (
        {**HOURS, "participation.points": 55},
        everything(52, bonus=10),
        N,
    ),
}


@pytest.mark.parametrize(("changes", "person", "outcome"), BY_KEY.values(), ids=BY_KEY)
def test_each_value_of_each_key_decides(changes: dict[str, Any], person: Standing, outcome: str) -> None:
    assert derive(person, PLAN, policy(changes)).outcome == outcome


BONUS: dict[str, tuple[dict[str, Any], Standing, str, str, BonusUse]] = {
    "whole": ({}, everything(55, bonus=10), "10", "65", BonusUse.USED),
    "to the threshold": (LIFTED, everything(55, bonus=10), "5", "60", BonusUse.USED),
    "to the threshold, all of it": (LIFTED, everything(50, bonus=10), "10", "60", BonusUse.USED),
    "to a threshold that rounding reaches": (
        {**LIFTED, **ROUNDED},
        everything("49.5", bonus=10),
        "10",
        "59.5",
        BonusUse.USED,
    ),
    "to the whole threshold, although 59.5 would do": (
        {**LIFTED, **ROUNDED},
        everything(55, bonus=10),
        "5",
        "60",
        BonusUse.USED,
    ),
    "capped at 100": ({"bonus.max": 50}, everything(59, bonus=50), "50", "100", BonusUse.USED),
    "percent of the base": (PERCENT, everything(56, bonus=10), "28/5", "308/5", BonusUse.USED),
    "not needed at 60": ({}, everything(60, bonus=10), "0", "60", BonusUse.NOT_NEEDED),
    "not needed at 60 although a piece is missing": ({}, without_essay(60, bonus=10), "0", "60", BonusUse.NOT_NEEDED),
    "rounding makes it needless": (ROUNDED, everything("59.5", bonus=10), "0", "59.5", BonusUse.NOT_NEEDED),
    "not enough": ({}, everything("49.99", bonus=10), "0", "49.99", BonusUse.NOT_ENOUGH),
    "a piece missing": ({}, without_essay(55, bonus=10), "0", "55", BonusUse.PIECE_MISSING),
    "none recorded": ({}, everything(55), "0", "55", BonusUse.NOT_OFFERED),
    "used although the hours are missing": (HOURS, everything(55, bonus=10), "10", "65", BonusUse.USED),
}


@pytest.mark.parametrize(("changes", "person", "used", "total", "use"), BONUS.values(), ids=BONUS)
def test_the_bonus_is_used_only_as_its_rule_says(
    changes: dict[str, Any], person: Standing, used: str, total: str, use: BonusUse
) -> None:
    derivation = derive(person, PLAN, policy(changes))
    assert (derivation.bonus_used, derivation.total, derivation.bonus_use) == (Fraction(used), Fraction(total), use)
