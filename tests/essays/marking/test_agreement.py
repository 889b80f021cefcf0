"""What two or three marks come to: named cases, and what holds whatever the marks are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.essays.rules import EssaySettings
from app.essays.rules.agreement import Verdict, agreement, difference, mean

SETTINGS = EssaySettings.from_data({})
"""Tolerances: 2 points on a criterion, 6 in total."""


def mark(*points: str | int) -> dict[str, Fraction]:
    keys = ("clarity", "alignment", "coherence", "gender")
    return {key: Fraction(value) for key, value in zip(keys, points, strict=True)}


CASES = {
    "no mark": (None, None, None, Verdict.WAITING, None),
    "one mark": (mark(8, 8, 8, 8), None, None, Verdict.WAITING, None),
    "the second before the first": (None, mark(8, 8, 8, 8), None, Verdict.WAITING, None),
    "a third alone makes nothing": (mark(8, 8, 8, 8), None, mark(8, 8, 8, 8), Verdict.WAITING, None),
    "the same twice": (mark(8, 8, 8, 8), mark(8, 8, 8, 8), None, Verdict.MEAN, mark(8, 8, 8, 8)),
    "halves stay exact": (mark("8.5", 7, 6, 5), mark(8, 7, 6, 6), None, Verdict.MEAN, mark("33/4", 7, 6, "11/2")),
    "just the tolerance on a criterion": (mark(8, 8, 8, 8), mark(6, 8, 8, 8), None, Verdict.MEAN, mark(7, 8, 8, 8)),
    "a hair above it": (mark(8, 8, 8, 8), mark("5.9999", 8, 8, 8), None, Verdict.DISCUSSION, None),
    "just the tolerance in total": (mark(8, 8, 8, 8), mark(6, 6, 6, 8), None, Verdict.MEAN, mark(7, 7, 7, 8)),
    "each criterion within it, the total not": (mark(8, 8, 8, 8), mark(6, 6, 6, 7), None, Verdict.DISCUSSION, None),
    "opposite differences cancel in total": (mark(8, 6, 8, 6), mark(6, 8, 6, 8), None, Verdict.MEAN, mark(7, 7, 7, 7)),
    "the third is near the first": (
        mark(9, 9, 9, 9),
        mark(5, 5, 5, 5),
        mark(8, 8, 8, 8),
        Verdict.THIRD,
        mark("17/2", "17/2", "17/2", "17/2"),
    ),
    "the third is near the second": (
        mark(9, 9, 9, 9),
        mark(5, 5, 5, 5),
        mark(5, 5, 6, 6),
        Verdict.THIRD,
        mark(5, 5, "11/2", "11/2"),
    ),
    "the third lies in the middle": (
        mark(8, 8, 8, 8),
        mark(5, 8, 8, 8),
        mark("6.5", 8, 8, 8),
        Verdict.THIRD,
        mark("6.5", 8, 8, 8),
    ),
    "as near to both, in agreement with one": (
        mark(9, 9, 5, 5),
        mark(5, 5, 5, 5),
        mark(7, 7, 7, 7),
        Verdict.THIRD,
        mark(8, 8, 6, 6),
    ),
    "nearer to one, in agreement with the other": (
        mark(7, 7, 7, 7),
        mark(8, 8, 8, 10),
        mark(7, 7, 7, "9.5"),
        Verdict.THIRD,
        mark("7.5", "7.5", "7.5", "9.75"),
    ),
    "the third is far from both": (mark(10, 10, 10, 10), mark(5, 5, 5, 5), mark(0, 0, 0, 0), Verdict.DISCUSSION, None),
    "a third is not asked where two agree": (
        mark(8, 8, 8, 8),
        mark(7, 8, 8, 8),
        mark(0, 0, 0, 0),
        Verdict.MEAN,
        mark("7.5", 8, 8, 8),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str) -> None:
    first, second, third, verdict, criteria = CASES[name]
    came_to = agreement(first, second, third, SETTINGS)
    assert (came_to.verdict, came_to.criteria) == (verdict, criteria)


def test_tolerances_are_the_courses() -> None:
    strict = replace(SETTINGS, tolerance_criterion=Fraction(0), tolerance_total=Fraction(0))
    assert agreement(mark(8, 8, 8, 8), mark(8, 8, 8, "8.1"), None, strict).verdict is Verdict.DISCUSSION
    assert agreement(mark(8, 8, 8, 8), mark(8, 8, 8, 8), None, strict).verdict is Verdict.MEAN


POINTS = st.fractions(0, 10, max_denominator=100)
MARKS = st.tuples(POINTS, POINTS, POINTS, POINTS).map(lambda points: mark(*points))


@given(MARKS, MARKS)
def test_two_that_agree_make_a_mark_between_them(first: dict[str, Fraction], second: dict[str, Fraction]) -> None:
    came_to = agreement(first, second, None, SETTINGS)
    apart = difference(first, second)
    agrees = all(abs(one) <= 2 for one in apart.criteria.values()) and abs(apart.total) <= 6
    assert (came_to.verdict is Verdict.MEAN) == agrees
    for key, points in (came_to.criteria or {}).items():
        assert 2 * points == first[key] + second[key]


@given(MARKS, MARKS, MARKS)
def test_whose_mark_was_first_does_not_matter(
    first: dict[str, Fraction], second: dict[str, Fraction], third: dict[str, Fraction]
) -> None:
    assert agreement(first, second, third, SETTINGS) == agreement(second, first, third, SETTINGS)


@given(MARKS, MARKS, MARKS)
def test_a_third_mark_counts_only_with_one_that_it_agrees_with(
    first: dict[str, Fraction], second: dict[str, Fraction], third: dict[str, Fraction]
) -> None:
    came_to = agreement(first, second, third, SETTINGS)
    if came_to.verdict is not Verdict.THIRD:
        return
    near = [one for one in (first, second) if difference(one, third).within(SETTINGS)]
    assert came_to.criteria in [mean(one, third) for one in near] + [mean(first, second, third)]
