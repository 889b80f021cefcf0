"""How markers mark, side by side: exact figures, no verdict on few, nothing that a blind reader should not see."""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.courses.rules import CourseValue
from app.essays.queries.moderation import moderation
from app.essays.rules.moderation import LEAST, Given, profiles, spread
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, MANAGER, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, content, essay_course, give, hand_in, marker, set_marking
from tests.essays.marking.conftest import Browse

TOLERANCE = Fraction(6)
PATH = "/courses/A9714776/essays/moderation"


def marks(marker_id: int, *totals: int | str, first_essay: int = 1) -> list[Given]:
    return [
        Given(first_essay + place, marker_id, {"clarity": Fraction(total)}, NOW + timedelta(hours=place))
        for place, total in enumerate(totals)
    ]


def test_figures_are_exact() -> None:
    one, other = profiles([*marks(1, 6, 7, 8), *marks(2, 5, first_essay=9)], TOLERANCE)
    assert (one.number, one.mean, one.spread) == (3, 7, 1)
    assert (one.others, one.apart, one.by_criterion) == (1, 2, {"clarity": Fraction(7)})
    assert (other.spread, other.drift, other.half) == (None, None, 0)
    assert other.apart == -2


def test_drift_is_the_later_half_less_the_earlier() -> None:
    (one,) = profiles(marks(1, 6, 6, 9, 7, 8), TOLERANCE)
    assert (one.drift, one.half, one.apart) == (Fraction(3, 2), 2, None)


def test_the_order_is_that_of_marking_and_not_of_essays() -> None:
    later = [Given(1, 1, {"clarity": Fraction(9)}, NOW + timedelta(days=1)), Given(2, 1, {"clarity": Fraction(5)}, NOW)]
    assert profiles(later, TOLERANCE)[0].drift == 4


@pytest.mark.parametrize(("number", "said"), [(LEAST - 1, False), (LEAST, True)])
def test_of_few_marks_nothing_is_said(number: int, said: bool) -> None:  # noqa: FBT001 - a column of the table
    found = profiles([*marks(1, *[30] * number), *marks(2, *[10] * number, first_essay=50)], TOLERANCE)
    assert [one.stands_out for one in found] == [said, said]


def test_a_difference_of_just_the_tolerance_is_none() -> None:
    found = profiles([*marks(1, *[16] * LEAST), *marks(2, *[10] * LEAST, first_essay=50)], TOLERANCE)
    assert not any(one.stands_out for one in found)


@pytest.mark.parametrize(("half", "said"), [(LEAST - 1, False), (LEAST, True)])
def test_drift_is_called_one_only_of_enough(half: int, said: bool) -> None:  # noqa: FBT001
    (one,) = profiles(marks(1, *[10] * half, *[20] * half), TOLERANCE)
    assert one.drifts == said


def test_a_sample_has_the_lowest_the_middle_and_the_highest() -> None:
    (one,) = profiles(marks(1, 9, 2, 7, 5, 6), TOLERANCE)
    assert one.sample == (2, 5, 1)
    assert profiles(marks(1, 4), TOLERANCE)[0].sample == (1,)


@given(st.lists(st.fractions(0, 40, max_denominator=100), min_size=2, max_size=30))
def test_spread_is_rounded_half_up(values: list[Fraction]) -> None:
    middle = sum(values) / len(values)
    variance = sum((value - middle) ** 2 for value in values) / (len(values) - 1)
    shown = spread(values)
    assert shown is not None
    hundredths = shown * 100
    assert hundredths.denominator == 1
    assert (hundredths - Fraction(1, 2)) ** 2 <= variance * 10_000 or hundredths == 0
    assert variance * 10_000 < (hundredths + Fraction(1, 2)) ** 2
    assert math.isclose(float(shown), float(variance) ** 0.5, abs_tol=0.0051)


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


def test_the_page_says_each_number_and_no_verdict_on_few(course: CourseValue, browse: Browse) -> None:
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    assert "No final mark yet" in manager.get(PATH).text
    give(hand_in(course, AMINA), marker(TUTOR, course))
    give(hand_in(course, BONGANI), marker(UMA, course), content(gender="10"))
    page = manager.get(PATH).text
    for said in ("Théo N’Diaye", "26.50", "31.50", "+5.00", "−5.00", "too few to say", "Bongani"):
        assert said in page
    assert "worth a look" not in page


def test_tutors_do_not_moderate(course: CourseValue, browse: Browse) -> None:
    assert browse(TUTOR, Role.TUTOR, course).get(PATH).status_code == 403
    assert browse(EXPERT, Role.EXPERT, course).get(PATH).status_code == 403


def test_who_is_still_to_mark_an_essay_has_its_marks_left_out(course: CourseValue) -> None:
    set_marking(course, markers=2)
    essay, other = hand_in(course, AMINA), hand_in(course, CHLOE)
    manager = marker(MANAGER, course, Role.ACTIVITY_MANAGER)
    for one in (essay, other):
        give(one, marker(TUTOR, course))
    give(other, marker(UMA, course))
    give(essay, manager, final=False)
    found = moderation(course, manager.person_id)
    assert (sum(one.number for one in found.profiles), found.withheld) == (2, 1)
