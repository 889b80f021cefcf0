"""Sharing 100 points over a team: what is accepted, what it comes to, and what is shown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.groupwork.rules.peer_within import (
    MemberResult,
    Sharing,
    check_sharing,
    peers_share,
    rated_members,
    results,
    weights_given,
)
from app.groupwork.rules.peer_words import Missing, OwnShare
from app.shared.errors import Unreadable

HALF = Fraction(1, 2)
EVENLY = {1: {2: 50, 3: 50}, 2: {1: 50, 3: 50}, 3: {1: 50, 2: 50}}


def sharings(given_points: dict[int, dict[int, object]]) -> list[Sharing]:
    return [
        Sharing(rater, {who: Fraction(str(points)) for who, points in points_of.items()})
        for rater, points_of in given_points.items()
    ]


def made(members: list[int], given_points: dict[int, dict[int, object]], **how: object) -> dict[int, MemberResult]:
    return results(members, sharings(given_points), **{"missing": Missing.IGNORE, "outlier": HALF, **how})


def weights(found: dict[int, MemberResult]) -> list[Fraction | None]:
    return [result.weight for result in found.values()]


def test_an_even_share_is_one() -> None:
    assert weights(made([1, 2, 3], EVENLY)) == [1, 1, 1]


def test_the_mean_is_of_what_the_others_gave_exactly() -> None:
    found = made([1, 2, 3], {1: {2: "66.67", 3: "33.33"}, 2: {1: 50, 3: 50}, 3: {1: 80, 2: 20}})
    assert found[1].weight == (Fraction(1) + Fraction(8, 5)) / 2
    assert found[2].weight == (Fraction("66.67") / 50 + Fraction(2, 5)) / 2


def test_what_one_keeps_for_oneself_changes_nothing() -> None:
    modest = made([1, 2, 3], {1: {1: 0, 2: 60, 3: 40}, **{k: v for k, v in EVENLY.items() if k != 1}})
    greedy = made([1, 2, 3], {1: {1: 90, 2: 6, 3: 4}, **{k: v for k, v in EVENLY.items() if k != 1}})
    assert weights(modest) == weights(greedy)


@pytest.mark.parametrize(
    ("missing", "first", "second"),
    [
        (Missing.IGNORE, Fraction(2, 5), Fraction(8, 5)),
        (Missing.EVEN, Fraction(7, 10), Fraction(13, 10)),
        (Missing.FORFEIT, Fraction(2, 5), Fraction(8, 5)),
    ],
)
def test_missing_raters_by_each_rule(missing: Missing, first: Fraction, second: Fraction) -> None:
    found = made([1, 2, 3], {3: {1: 20, 2: 80}}, missing=missing)
    assert weights(found) == [first, second, None]
    assert [found[1].rated_by, found[1].has_rated, found[3].has_rated] == [1, False, True]


def test_nobody_rated_is_no_result_whatever_the_rule() -> None:
    for missing in Missing:
        assert weights(made([1, 2, 3], {}, missing=missing)) == [None, None, None]


def test_who_left_neither_gives_nor_gets() -> None:
    found = made([1, 2, 3], {9: {1: 100, 2: 0, 3: 0}, 1: {2: 25, 3: 25, 9: 50}})
    assert weights(found) == [None, 1, 1]
    assert weights_given(Sharing(1, {9: Fraction(100), 2: Fraction(0)}), [1, 2]) == {}


def test_of_four_members_the_rating_that_lies_apart_is_shown_and_still_counts() -> None:
    given_points = {
        1: {2: 34, 3: 33, 4: 33},
        2: {1: 34, 3: 33, 4: 33},
        3: {1: 34, 2: 33, 4: 33},
        4: {1: 10, 2: 45, 3: 45},
    }
    found = made([1, 2, 3, 4], given_points)
    assert [(one.rater, one.outlier) for one in found[1].received] == [(2, False), (3, False), (4, True)]
    assert found[1].weight == Fraction(78, 100)
    assert not found[3].has_outliers


def test_of_two_ratings_none_is_the_outlier_they_disagree() -> None:
    found = made([1, 2, 3], {2: {1: 90, 3: 10}, 3: {1: 30, 2: 70}})
    assert found[1].disagree
    assert not found[1].has_outliers
    assert not made([1, 2, 3], EVENLY)[1].disagree


def test_an_assumed_share_is_no_rating_and_no_outlier() -> None:
    found = made([1, 2, 3, 4], {2: {1: 0, 3: 50, 4: 50}}, missing=Missing.EVEN)
    assert [(one.assumed, one.outlier) for one in found[1].received] == [(False, False), (True, False), (True, False)]
    assert found[1].rated_by == 1


@pytest.mark.parametrize(
    ("points", "where"),
    [
        ({2: 50}, ["points-3"]),
        ({2: 50, 3: 50, 4: 0}, ["points-4"]),
        ({2: 50, 3: 49}, ["sum"]),
        ({2: 50, 3: "50.01"}, ["sum"]),
        ({2: "33.333", 3: "66.667"}, ["points-2", "points-3"]),
        ({2: -10, 3: 110}, ["points-2", "points-3"]),
        ({1: 100, 2: 0, 3: 0}, ["points-1"]),
    ],
)
def test_what_cannot_be_shared_so(points: dict[int, object], where: list[str]) -> None:
    exact = {who: Fraction(str(given_points)) for who, given_points in points.items()}
    with pytest.raises(Unreadable) as caught:
        check_sharing(exact, rated_members([1, 2, 3], 1, OwnShare.EXCLUDED), 1)
    assert [problem.where for problem in caught.value.problems] == where


def test_something_must_be_left_for_the_others() -> None:
    listed = rated_members([1, 2, 3], 1, OwnShare.INCLUDED)
    with pytest.raises(Unreadable, match="cannot be used"):
        check_sharing({1: Fraction(100), 2: Fraction(0), 3: Fraction(0)}, listed, 1)
    check_sharing({1: Fraction("33.34"), 2: Fraction("33.33"), 3: Fraction("33.33")}, listed, 1)


def test_for_a_proposal_more_than_even_is_the_whole_and_not_rating_may_forfeit() -> None:
    found = made([1, 2, 3], {3: {1: 20, 2: 80}})
    assert [peers_share(found[who], missing=Missing.IGNORE, over=True) for who in found] == [Fraction(2, 5), 1, None]
    assert [peers_share(found[who], missing=Missing.FORFEIT, over=True) for who in found] == [0, 0, None]
    assert peers_share(found[2], missing=Missing.FORFEIT, over=False) == 1


@st.composite
def whole_teams(draw: st.DrawFn) -> tuple[list[int], dict[int, dict[int, int]]]:
    members = list(range(1, draw(st.integers(3, 7)) + 1))
    given_points = {}
    for rater in members:
        others = [member for member in members if member != rater]
        cuts = sorted(draw(st.integers(0, 100)) for _ in others[1:])
        shares = [upper - lower for lower, upper in zip([0, *cuts], [*cuts, 100], strict=True)]
        given_points[rater] = dict(zip(others, shares, strict=True))
    return members, given_points


@given(whole_teams())
def test_when_everybody_rates_the_mean_of_all_results_is_exactly_one(team: tuple) -> None:
    members, given_points = team
    found = [weight for weight in weights(made(members, given_points)) if weight is not None]
    assert sum(found) == len(members)


@given(whole_teams(), st.data())
def test_missing_raters_never_lift_a_result_out_of_bounds(team: tuple, data: st.DataObject) -> None:
    members, given_points = team
    stay = data.draw(st.sets(st.sampled_from(members)))
    for missing in Missing:
        found = made(members, {rater: given_points[rater] for rater in stay}, missing=missing)
        for result in found.values():
            assert result.weight is None or 0 <= result.weight <= len(members) - 1
