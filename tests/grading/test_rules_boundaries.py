"""Named cases on both sides of every boundary, and of both values of every policy key."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading.rules import Engagement, Kind, PiecePlan, PieceState, Standing, derive
from tests.grading.rules_cast import PLAN, POLICY, everything, policy, standing, state, without_essay

A, P, N = "achievement", "participation", "none"
FULL_QUIZZES = (10,) * 6

AS_A9714776 = {
    "29.99 of 100": (everything("29.99"), "29.99", N),
    "30 exactly": (everything(30), "30", P),
    "a hair below 30": (everything(Fraction(30) - Fraction(1, 10**9)), str(Fraction(30) - Fraction(1, 10**9)), N),
    "59.99": (everything("59.99"), "59.99", P),
    "60 exactly": (everything(60), "60", A),
    "59.5 is not rounded": (everything("59.5"), "59.5", P),
    "60 without the essay": (without_essay(60), "60", P),
    "50 and a bonus of 10": (everything(50, bonus=10), "60", A),
    "49.5 and a bonus of 10": (everything("49.5", bonus=10), "49.5", P),
    "59 and a bonus of 10": (everything(59, bonus=10), "69", A),
    "60 and a bonus of 10": (everything(60, bonus=10), "60", A),
    "100 and a bonus of 10": (everything(100, bonus=10), "100", A),
    "50 without the essay, and a bonus": (without_essay(50, bonus=10), "50", P),
    "25 and a bonus: never lifted to 30": (everything(25, bonus=10), "25", N),
    "everything done with 0 points": (everything(0), "0", N),
    "nothing at all": (standing(), "0", N),
    "4 of 8 pieces, although 80 points": (standing(*FULL_QUIZZES[:2], mark=100, essay=40), "80", N),
    "4 of 8 pieces and exactly 30": (standing(*FULL_QUIZZES[:3], mark=50), "30", N),
    "5 of 8 pieces with 30 points": (standing(10, 0, 0, mark=50, essay=10), "30", P),
    "4 of 8 pieces with 30 points": (standing(10, 0, mark=50, essay=10), "30", N),
    "a group factor of 0 is not done": (standing(*FULL_QUIZZES, mark=100, factor=0, essay=40), "70", P),
    "a group factor just above 0 is done": (standing(*FULL_QUIZZES, mark=100, factor="1/100", essay=40), "703/10", A),
    "partial group work": (standing(*FULL_QUIZZES, mark=80, factor="1/2", essay=18), "60", A),
}


@pytest.mark.parametrize(("person", "total", "outcome"), AS_A9714776.values(), ids=AS_A9714776)
def test_the_sample_course_decides(person: Standing, total: str, outcome: str) -> None:
    derivation = derive(person, PLAN, POLICY)
    assert derivation.total == Fraction(total)
    assert derivation.outcome == outcome


@pytest.mark.parametrize(
    ("done", "band"), [(8, "full"), (7, "full"), (6, "half"), (4, "half"), (3, "some"), (1, "some"), (0, "never")]
)
def test_engagement_goes_by_the_share_of_pieces_done(done: int, band: str) -> None:
    pieces = {piece.key: state(0) for piece in PLAN[:done]}
    assert derive(Standing(pieces), PLAN, POLICY).engagement == band


def test_engagement_bands_are_the_policys_own() -> None:
    pieces = {piece.key: state(0) for piece in PLAN[:6]}
    wide = policy({"engagement.full": "3/4", "engagement.half": "1/4"})
    assert derive(Standing(pieces), PLAN, wide).engagement is Engagement.FULL


def test_points_add_up_as_in_the_brief() -> None:
    derivation = derive(standing(9, 8, 9, 8, 9, 8, mark=82, factor="1/2", essay="27.5"), PLAN, POLICY)
    assert derivation.quiz_points == Fraction("25.5")
    assert derivation.group_points == Fraction("12.3")
    assert derivation.essay_points == Fraction("27.5")
    assert derivation.base == derivation.total == Fraction("65.3")
    assert (derivation.pieces_done, derivation.pieces_total) == (8, 8)


def test_thirds_stay_exact() -> None:
    thirds = policy({"weights": {"quiz": "100/3", "group": "100/3", "essay": "100/3"}, "achievement.points": 100})
    assert derive(everything(100), PLAN, thirds).outcome == A


def test_quizzes_with_other_maxima_count_by_their_sum() -> None:
    plan = (PiecePlan("a", Kind.QUIZ, Fraction(5)), PiecePlan("b", Kind.QUIZ, Fraction(15)))
    small = policy({"weights": {"quiz": 100}, "bonus": {"max": 0}})
    derivation = derive(Standing({"a": state(5), "b": state(5)}), plan, small)
    assert derivation.base == 50
    assert (derivation.group_points, derivation.essay_points, derivation.components_total) == (0, 0, 1)


def test_several_group_works_are_weighed_by_their_maxima_and_factors() -> None:
    plan = (PiecePlan("a", Kind.GROUP, Fraction(100)), PiecePlan("b", Kind.GROUP, Fraction(100)))
    person = Standing({"a": state(80, 1), "b": state(60, "1/2")})
    assert derive(person, plan, policy({"weights": {"group": 100}})).base == 55


def test_a_piece_that_is_handed_in_and_unmarked_is_done_and_brings_nothing_yet() -> None:
    person = Standing({"essay": state(None)})
    derivation = derive(person, PLAN, POLICY)
    assert (derivation.pieces_done, derivation.essay_points) == (1, 0)


def test_a_score_of_a_piece_that_was_not_done_counts_nothing() -> None:
    assert derive(standing(mark=90, factor=0), PLAN, POLICY).base == 0
    assert derive(Standing({"group_work": PieceState(done=False, score=Fraction(90))}), PLAN, POLICY).base == 0


def test_a_derivation_is_plain_data_for_the_record() -> None:
    data = derive(everything("49.5", bonus=10), PLAN, POLICY).to_data()
    assert data["base"] == "99/2"
    assert (data["bonus_use"], data["outcome"], data["pieces_done"]) == ("not_enough", P, 8)
