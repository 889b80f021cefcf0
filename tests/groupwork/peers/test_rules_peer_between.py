"""Rating other groups' presentations: who rates whom, what counts, what it does to a mark."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.groupwork.rules.peer_between import (
    PresentationResult,
    Rating,
    check_assignment,
    group_percent,
    presentation_results,
    rotation,
)
from app.groupwork.rules.peer_words import Missing, Raters
from app.shared.errors import Unreadable

percents = st.fractions(min_value=0, max_value=100, max_denominator=1000)


def rating(group: int | None, percent: int, order: int = 1, marker: int = 1) -> Rating:
    return Rating(marker, group, Fraction(percent), order)


@given(st.sets(st.integers(1, 500), min_size=2, max_size=30), st.text(max_size=8))
def test_a_rotation_is_one_ring_through_all_groups(groups: set[int], salt: str) -> None:
    rated = rotation(sorted(groups), salt)
    seen, at = set(), min(groups)
    while at not in seen:
        seen.add(at)
        at = rated[at]
    assert seen == groups


def test_who_rates_whom_is_not_to_be_told_from_numbers() -> None:
    rings = {tuple(sorted(rotation([1, 2, 3, 4], str(salt)).items())) for salt in range(60)}
    assert len(rings) == 6
    assert rotation([1], "salt") == {}


@pytest.mark.parametrize(("rated", "where"), [({1: 1}, "rates-1"), ({1: 9}, "rates-1"), ({9: 1}, "rates-9")])
def test_what_is_no_assignment(rated: dict[int, int], where: str) -> None:
    with pytest.raises(Unreadable) as caught:
        check_assignment(rated, [1, 2])
    assert [problem.where for problem in caught.value.problems] == [where]
    check_assignment({1: 2, 2: None}, [1, 2])


def test_where_ambassadors_rate_the_latest_of_each_group_counts() -> None:
    given_ratings = {2: [rating(1, 60, 1), rating(1, 80, 3, marker=2), rating(3, 40, 2, marker=3)]}
    found = presentation_results([1, 2, 3], {1: 2, 3: 2}, given_ratings, Raters.AMBASSADOR)
    assert found[2].percent == 60
    assert presentation_results([1, 2, 3], {1: 2}, given_ratings, Raters.MEMBERS)[2].percent == 60
    assert [one.percent for one in found[2].ratings] == [40, 80]


def test_a_group_owes_what_nobody_of_it_gave() -> None:
    found = presentation_results([1, 2, 3], {1: 2, 2: 3}, {2: [rating(1, 50)]}, Raters.AMBASSADOR)
    assert [found[group].owes for group in (1, 2, 3)] == [False, True, False]


RESULT = PresentationResult(1, (rating(2, 50),), Fraction(50), owes=False)
OWING = PresentationResult(1, (rating(2, 50),), Fraction(50), owes=True)
UNRATED = PresentationResult(1, (), None, owes=False)


@pytest.mark.parametrize(
    ("tutors", "result", "how", "expected"),
    [
        (90, RESULT, {"weight": 0}, 90),
        (90, RESULT, {"weight": 25}, 80),
        (90, RESULT, {"weight": 25, "over": False}, 90),
        (90, UNRATED, {"weight": 25}, 90),
        (90, None, {"weight": 25}, 90),
        (None, RESULT, {"weight": 25}, None),
        (90, OWING, {"weight": 25}, 80),
        (90, OWING, {"weight": 25, "missing": Missing.FORFEIT}, Fraction(135, 2)),
        (90, UNRATED, {"weight": 100, "missing": Missing.FORFEIT}, 90),
    ],
)
def test_a_groups_mark(tutors: int | None, result: PresentationResult | None, how: dict, expected: object) -> None:
    how = {"weight": 0, "missing": Missing.IGNORE, "over": True, **how}
    mark = None if tutors is None else Fraction(tutors)
    assert group_percent(mark, result, **{**how, "weight": Fraction(how["weight"])}) == expected


@given(percents, percents, percents)
def test_a_mark_lies_between_its_parts(tutors: Fraction, peers: Fraction, weight: Fraction) -> None:
    result = PresentationResult(1, (rating(2, 1),), peers, owes=False)
    mark = group_percent(tutors, result, weight=weight, missing=Missing.IGNORE, over=True)
    assert mark is not None
    assert min(tutors, peers) <= mark <= max(tutors, peers)
