"""The sample cohort gives the published figures, from its files and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from app.grading.rules import PieceState, Policy, Row, Standing, Statistics, derive, needed, other_readings, summarise
from tests.grading.rules_cast import PLAN, POLICY, QUIZZES, policy, state

COHORT = Path(__file__).resolve().parents[2] / "catalogue" / "a9714776" / "cohort"
FACTORS = {"full": Fraction(1), "partial": Fraction(1, 2), "none": Fraction(0), "": Fraction(0)}
CRITERIA = ("essay_clarity", "essay_alignment", "essay_coherence", "essay_gender")


def read(name: str) -> list[dict[str, str]]:
    with (COHORT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def standing_of(result: dict[str, str], marks: dict[str, str]) -> Standing:
    pieces = {key: state(result[key]) for key in QUIZZES if result[key]}
    factor = FACTORS[result["group_participation"]]
    pieces["group_work"] = PieceState(done=factor > 0, score=Fraction(marks[result["group"]]), factor=factor)
    if result[CRITERIA[0]]:
        pieces["essay"] = state(sum(Fraction(result[key]) for key in CRITERIA))
    return Standing(pieces, Fraction(result["bonus"]) if result["bonus"] else None)


@pytest.fixture(scope="module")
def cohort() -> dict[str, Standing]:
    marks = {row["group"]: row["mark_percent"] for row in read("group_marks.csv")}
    return {row["email"]: standing_of(row, marks) for row in read("results.csv")}


@pytest.fixture(scope="module")
def figures(cohort: dict[str, Standing]) -> Callable[[Policy], Statistics]:
    people = read("participants.csv")

    def under(rules: Policy) -> Statistics:
        rows = [Row(derive(cohort[who["email"]], PLAN, rules), cohort[who["email"]], who) for who in people]
        return summarise(rows, PLAN, rules, len(read("group_marks.csv")))

    return under


def test_the_published_figures(figures: Callable[[Policy], Statistics]) -> None:
    data = figures(POLICY).to_data()
    by = data.pop("by")
    assert data == {
        "participants": 42,
        "engagement": {"full": 23, "half": 9, "some": 7, "never": 3},
        "engagement_percent": {"full": 55, "half": 21, "some": 17, "never": 7},
        "quiz": {
            "taken_by": 38,
            "mean_points": "22.07",
            "mean_points_enrolled": "19.96",
            "out_of": 30,
            "above_mean": 21,
        },
        "group_work": {"took_part": 34, "partially": 6, "groups": 4},
        "essay": {"submitted": 23},
        "outcome": {"achievement": 21, "participation": 7, "none": 14},
    }
    assert isinstance(by, dict)
    assert (by["language"], by["sponsor"]) == ({"en": 29, "fr": 13}, {"": 4, "SAMM": 38})
    assert {key: sum(counts.values()) for key, counts in by.items()} == dict.fromkeys(by, 42)
    assert list(by) == ["language", "organization_type", "country", "gender", "sponsor"]


def test_the_mean_of_the_enrolled_is_another_measure(figures: Callable[[Policy], Statistics]) -> None:
    quiz = figures(policy({"quiz.mean_over": "enrolled"})).quiz
    assert (quiz.mean_points, quiz.mean_points_enrolled) == ("22.07", "19.96")
    assert quiz.above_mean == 24


def test_nobody_needs_more_than_they_have(cohort: dict[str, Standing]) -> None:
    """Whoever has a certificate has reached it; with nothing open, nobody else can reach one."""
    for standing in cohort.values():
        outcome = derive(standing, PLAN, POLICY).outcome
        states = {need.outcome: need.state for need in needed(standing, PLAN, POLICY, frozenset()).values()}
        reached = {certificate for certificate, state_ in states.items() if state_ == "reached"}
        assert "reachable" not in states.values()
        assert len(reached) == {"achievement": 2, "participation": 1, "none": 0}[outcome]


def test_readings_of_the_cohort_are_told_only_where_they_matter(cohort: dict[str, Standing]) -> None:
    for standing in cohort.values():
        outcome = derive(standing, PLAN, POLICY).outcome
        assert all(reading.outcome is not outcome for reading in other_readings(standing, PLAN, POLICY))
