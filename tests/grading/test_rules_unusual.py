"""Marks worth a second look: none, all, or far from the mean among enough of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.grading.rules.unusual import LEAST, Unusual, unusual_marks

MOST = Fraction(40)


def of(*scores: int) -> dict[int, Fraction]:
    return {place: Fraction(score) for place, score in enumerate(scores)}


def test_nothing_and_everything_are_unusual_among_however_few():
    assert unusual_marks(of(0, 40, 20), MOST) == {0: Unusual.NOTHING, 1: Unusual.EVERYTHING}


def test_far_from_the_mean_is_unusual_among_eight_and_not_among_seven():
    assert unusual_marks(of(*[28] * 7, 4), MOST) == {7: Unusual.FAR}
    assert unusual_marks(of(*[28] * 6, 4), MOST) == {}


def test_exactly_two_deviations_are_not_more_than_two():
    # four times a, once b: b lies exactly two deviations from the mean; doubled, ten marks
    assert unusual_marks(of(*[20] * 8, 30, 30), MOST) == {}
    assert set(unusual_marks(of(*[20] * 9, 30), MOST)) == {9}


def test_marks_that_are_all_the_same_are_not_unusual():
    assert unusual_marks(of(*[28] * 20), MOST) == {}


@given(st.lists(st.integers(1, 39), min_size=LEAST, max_size=40), st.integers(1, 5))
def test_the_unit_of_the_marks_does_not_matter(scores, times):
    bigger = {place: Fraction(score * times) for place, score in enumerate(scores)}
    assert unusual_marks(of(*scores), MOST).keys() == unusual_marks(bigger, MOST * times).keys()
