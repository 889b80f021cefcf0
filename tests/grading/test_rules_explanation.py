"""A result is explained line by line, and every reason is a sentence of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.grading.rules import Kind, PiecePlan, Standing, derive, explain
from tests.grading.rules_cast import PLAN, everything, policy, said, standing, state, without_essay


def lines(person: Standing, changes: dict[str, Any] | None = None, *, closed: bool = True) -> list[str]:
    rules = policy(changes)
    return said(explain(person, PLAN, rules, derive(person, PLAN, rules), closed=closed))


def test_a_whole_result_is_told_from_the_quizzes_to_the_reason() -> None:
    assert lines(standing(9, 8, 9, 8, 9, 8, mark=82, factor="1/2", essay="18.5", bonus=10)) == [
        "Quizzes: 51 of 60 right answers; that makes 25.50 of 30 points.",
        "Group work: the group's mark 82 of 100, times the participation factor 1/2; that makes 12.30 of 30 points.",
        "Essay: the criteria sum to 18.50 of 40; that makes 18.50 of 40 points.",
        "Base: 56.30 of 100 points.",
        "Bonus: 10 points offered and 10 used, because the base alone misses 60 and reaches it with them.",
        "Total: 66.30 of 100 points.",
        "Pieces done: 8 of 8 (full engagement).",
        "Achievement asks for 60 points: reached.",
        "Achievement asks for every piece: all are done.",
        "Participation asks for 30 points without a bonus: reached.",
        "Participation asks for more than 1/2 of the pieces: reached with 8 of 8.",
        "Outcome: Certificate of Achievement.",
        "The reason: everything that Achievement asks for is reached.",
    ]


def test_before_closing_totals_and_outcome_read_so_far() -> None:
    told = lines(everything(50), closed=False)
    assert [line for line in told if "so far" in line] == [
        "Base so far: 50.00 of 100 points.",
        "Total so far: 50.00 of 100 points.",
        "Outcome so far: Certificate of Participation.",
    ]
    assert not any("so far" in line for line in lines(everything(50)))


BONUS = {
    "used in part": (
        {"bonus.apply": "to_threshold"},
        everything(55, bonus=10),
        "Bonus: 10 points offered and 5 used, because the base alone misses 60",
    ),
    "not needed": (
        {},
        everything(60, bonus=10),
        "Bonus: 10 points offered; not used, because the base reaches 60 without it.",
    ),
    "not enough": (
        {},
        everything(49, bonus=10),
        "Bonus: 10 points offered; not used, because base and bonus together do not reach 60.",
    ),
    "a piece missing": (
        {},
        without_essay(55, bonus=10),
        "Bonus: 10 points offered; not used, because a piece that Achievement asks for is not done.",
    ),
    "none offered": ({}, everything(55), "No bonus is offered."),
    "none in the course": ({"bonus": {"max": 0}}, everything(55), "This course has no bonus."),
}


@pytest.mark.parametrize(("changes", "person", "sentence"), BONUS.values(), ids=BONUS)
def test_the_bonus_has_its_own_reason(changes: dict[str, Any], person: Standing, sentence: str) -> None:
    assert any(line.startswith(sentence) for line in lines(person, changes))


REASONS = {
    "points between the thresholds": ({}, everything(50), "the points reach Participation and not Achievement."),
    "a piece missing": (
        {},
        without_essay(60),
        "the points reach Achievement, but not every required piece is done; Participation is reached.",
    ),
    "hours missing": (
        {"hours.required": 60},
        everything(60),
        "the points reach Achievement, but the hours attended do not; Participation is reached.",
    ),
    "barred": (
        {"incomplete_above": "none"},
        without_essay(60),
        "in this course, 60 points without every required piece bring no certificate.",
    ),
    "too few points": ({}, everything(29), "the points reach neither certificate."),
    "too few pieces": ({}, standing(mark=100, essay=40), "too few pieces are done for a certificate."),
    "neither": ({}, standing(), "neither the points nor the pieces done are enough for a certificate."),
}


@pytest.mark.parametrize(("changes", "person", "sentence"), REASONS.values(), ids=REASONS)
def test_the_outcome_has_its_reason(changes: dict[str, Any], person: Standing, sentence: str) -> None:
    assert lines(person, changes)[-1] == f"The reason: {sentence}"


def test_what_was_not_done_is_named() -> None:
    told = lines(standing(10, None, 10, 10, 10, mark=50))
    assert "Quizzes not taken: 2 of 6; a quiz that is not taken counts 0." in told
    assert "Not done: quiz 2, quiz 6 and the essay." in told
    assert "Essay: not submitted, so 0.00 of 40 points." in told


def test_work_that_waits_for_its_mark_is_named() -> None:
    told = lines(Standing({"essay": state(None), "group_work": state(None, 1)}))
    assert "Not marked yet, and counted as 0 until then: the group work and the essay." in told
    assert "Group work: no mark so far, so 0.00 of 30 points." in told


@pytest.mark.parametrize(
    ("factor", "written"), [(1, "1"), ("1/2", "1/2"), ("1/3", "1/3"), ("0.35", "0.35"), (0, "0"), ("1/300", "1/300")]
)
def test_a_factor_is_told_as_it_was_given(factor: str, written: str) -> None:
    assert f"times the participation factor {written};" in " ".join(lines(standing(mark=80, factor=factor)))


def test_rounded_thresholds_say_what_the_total_reads_as() -> None:
    told = lines(everything("59.5"), {"threshold_rounding": "half_up"})
    assert "Thresholds are compared with the total rounded half up to a whole point: 59.50 reads as 60." in told
    assert "Achievement asks for 60 points: reached." in told


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [(None, "not reached, because none are recorded."), (59, "not reached with 59."), (60, "reached with 60.")],
)
def test_the_hours_gate_is_told(hours: int | None, verdict: str) -> None:
    told = lines(everything(60, hours=hours), {"hours.required": 60})
    assert f"Achievement asks for 60 hours attended: {verdict}" in told


def test_named_requirements_are_told_by_name() -> None:
    named = {"achievement.requires": ["essay", "quiz_1"]}
    assert "Achievement asks for quiz 1 and the essay: done." in lines(everything(60), named)
    assert "Achievement asks for quiz 1 and the essay; missing: the essay." in lines(without_essay(60), named)
    assert "Achievement asks for no particular piece." in lines(everything(60), {"achievement.requires": []})


def test_components_are_counted_where_the_policy_counts_them() -> None:
    assert (
        "Participation asks for more than 1/2 of the components, each done as a whole: not reached with 1 of 3."
        in lines(standing(mark=50), {"participation.counted_by": "component"})
    )


def test_a_component_that_the_course_lacks_is_not_mentioned() -> None:
    plan = (PiecePlan("quiz", Kind.QUIZ, Fraction(5)),)
    rules = policy({"weights": {"quiz": 100}})
    person = Standing({"quiz": state(5)})
    told = " ".join(said(explain(person, plan, rules, derive(person, plan, rules), closed=True)))
    assert "Group" not in told
    assert "Essay" not in told


def test_pieces_of_a_kind_that_are_several_go_by_their_keys() -> None:
    plan = (PiecePlan("plan", Kind.GROUP, Fraction(100)), PiecePlan("talk", Kind.GROUP, Fraction(100)))
    rules = policy({"weights": {"group": 100}})
    person = Standing({"plan": state(80, 1)})
    told = said(explain(person, plan, rules, derive(person, plan, rules), closed=True))
    assert told[0] == "Group work plan: the group's mark 80 of 100, times the participation factor 1."
    assert told[1] == "Group work: that makes 40.00 of 100 points."
    assert "Not done: talk." in told
