"""Figures are counted and rounded as their definition says, and nobody is divided by."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.grading.rules import Kind, PiecePlan, Row, Standing, derive, half_up_text, percent, summarise
from tests.grading.rules_cast import PLAN, POLICY, everything, policy, standing, state


def rows(*people: Standing) -> list[Row]:
    return [Row(derive(person, PLAN, POLICY), person, {}) for person in people]


def test_of_nobody_there_are_no_means_and_no_shares() -> None:
    data = summarise([], PLAN, POLICY, 0).to_data()
    assert data["quiz"] == {
        "taken_by": 0, "mean_points": None, "mean_points_enrolled": None, "out_of": 30, "above_mean": 0,
    }  # fmt: skip
    assert data["engagement_percent"] == {"full": 0, "half": 0, "some": 0, "never": 0}
    assert data["by"] == {"language": {}, "organization_type": {}, "country": {}, "gender": {}, "sponsor": {}}


def test_where_nobody_took_a_quiz_only_the_enrolled_have_a_mean() -> None:
    quiz = summarise(rows(standing(essay=40), standing()), PLAN, POLICY, 0).quiz
    assert (quiz.taken_by, quiz.mean_points, quiz.mean_points_enrolled, quiz.above_mean) == (0, None, "0.00", 0)


def test_a_course_without_quizzes_has_no_mean() -> None:
    plan = (PiecePlan("essay", Kind.ESSAY, Fraction(40)),)
    essays = policy({"weights": {"essay": 100}})
    person = Standing({"essay": state(20)})
    figures = summarise([Row(derive(person, plan, essays), person, {})], plan, essays, 0)
    assert (figures.quiz.mean_points, figures.quiz.mean_points_enrolled, figures.quiz.out_of) == (None, None, 0)
    assert figures.essay.submitted == 1


def test_above_the_mean_is_strictly_above() -> None:
    same = summarise(rows(everything(50), everything(50)), PLAN, POLICY, 0).quiz
    assert (same.mean_points, same.above_mean) == ("15.00", 0)
    apart = summarise(rows(everything(50), everything(50), everything("50.01")), PLAN, POLICY, 0).quiz
    assert apart.above_mean == 1


def test_a_quiz_with_no_right_answer_was_taken() -> None:
    quiz = summarise(rows(standing(0), standing()), PLAN, POLICY, 0).quiz
    assert (quiz.taken_by, quiz.mean_points) == (1, "0.00")


@pytest.mark.parametrize(("factor", "part"), [(1, (1, 0)), ("1/2", (1, 1)), ("1/100", (1, 1)), (0, (0, 0))])
def test_any_factor_between_0_and_1_is_partial(factor: str, part: tuple[int, int]) -> None:
    group = summarise(rows(standing(mark=80, factor=factor)), PLAN, POLICY, 3).group_work
    assert (group.took_part, group.partially, group.groups) == (*part, 3)


def test_an_essay_that_is_not_marked_was_submitted() -> None:
    assert summarise(rows(Standing({"essay": state(None)})), PLAN, POLICY, 0).essay.submitted == 1


def test_unknown_backgrounds_count_under_no_name_and_names_are_sorted() -> None:
    person = standing()
    derivation = derive(person, PLAN, POLICY)
    people = [Row(derivation, person, {"country": country}) for country in ("ZW", None, "AO", "", "ZW")]
    assert list(summarise(people, PLAN, POLICY, 0).by["country"].items()) == [("", 2), ("AO", 1), ("ZW", 2)]


@pytest.mark.parametrize(
    ("count", "total", "whole"), [(1, 8, 13), (1, 200, 1), (1, 201, 0), (23, 42, 55), (1, 1, 100), (0, 0, 0)]
)
def test_percentages_are_whole_half_up(count: int, total: int, whole: int) -> None:
    assert percent(count, total) == whole


@pytest.mark.parametrize(
    ("mean", "shown"), [("22.065", "22.07"), ("22.0649", "22.06"), ("0.005", "0.01"), ("30", "30.00"), ("1/3", "0.33")]
)
def test_means_are_rounded_half_up(mean: str, shown: str) -> None:
    assert half_up_text(Fraction(mean)) == shown
