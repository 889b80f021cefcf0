"""Whose points and outcome a decision would change: exact, and what matters first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.accounts.rules import NewPerson
from app.grading import service
from app.grading.queries.rescoring_preview import Preview
from app.grading.rules.rescoring import Tally, tally
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.cast import row_of
from tests.grading.rescoring.cast import DROP, decision_on, everybody, preview, rescore
from tests.quizzes.cast import Taking


def mark(quiz: Taking, person: NewPerson, points: str) -> None:
    """An essay that is worth so many of the 60 points that essays count here."""
    marks = {"clarity": Fraction(points) * Fraction("17.5") / 60, "depth": Fraction(0)}
    service.record_criteria(quiz.course, quiz.enrolment(person), "essay", marks, actor=SYSTEM, now=NOW)
    session.commit()


@pytest.fixture
def quiz(app) -> Taking:
    """Amina has 40 points of quizzes and 30 of the essay, Bongani 30 and 29, Chloé 20 and 33."""
    quiz = everybody()
    for person, points in ((AMINA, "30"), (BONGANI, "29"), (CHLOE, "33")):
        mark(quiz, person, points)
    return quiz


def lines(found: Preview) -> list[tuple[str, str, str, str, str]]:
    """Name, total before and after, outcome before and after."""
    return [
        (
            one.enrolment.given_name,
            str(one.before.total),
            str(one.after.total),
            one.before.outcome.value,
            one.after.outcome.value,
        )
        for one in found.effects
        if one.before and one.after
    ]


def test_points_and_outcomes_before_and_after(quiz) -> None:
    """Chloé gains 2/3 of a question: 20/3 of 10, that is 80/3 of 40 points, and misses 60 by a third of a point."""
    found = preview(quiz, "q4", DROP)
    assert lines(found) == [
        ("Bongani", "59", "69", "participation", "achievement"),
        ("Chloé", "53", "179/3", "participation", "participation"),
    ]
    assert found.effects[1].short == Fraction(34, 100)
    assert (found.scores, found.totals, found.outcomes) == (Tally(2, 0, 1), Tally(2, 0, 1), Tally(1, 0, 2))


def test_losses_are_shown_like_gains(quiz) -> None:
    """Amina loses a question, and stays above the threshold: 30 + 30."""
    found = preview(quiz, "q4", decision_on(quiz, "q4", "c"))
    assert lines(found) == [
        ("Bongani", "59", "69", "participation", "achievement"),
        ("Chloé", "53", "63", "participation", "achievement"),
        ("Amina", "70", "60", "achievement", "achievement"),
    ]
    assert (found.scores, found.outcomes) == (Tally(2, 1, 0), Tally(2, 0, 1))
    mark(quiz, AMINA, "29")
    worse = preview(quiz, "q4", decision_on(quiz, "q4", "c"))
    assert worse.outcomes == Tally(2, 1, 0)
    assert {one.enrolment.given_name: one.outcome_change for one in worse.effects} == {
        "Amina": -1,
        "Bongani": 1,
        "Chloé": 1,
    }


def test_what_is_shown_is_what_becomes_of_it(quiz) -> None:
    shown = preview(quiz, "q4", decision_on(quiz, "q4", "c"))
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    found = {one.enrolment.email: one.after for one in shown.effects}
    assert [row_of(quiz.course, person).derivation for person in (AMINA, BONGANI, CHLOE)] == [
        found[person.email] for person in (AMINA, BONGANI, CHLOE)
    ]


def test_a_decision_that_changes_nothing_says_so(quiz) -> None:
    found = preview(quiz, "q4", decision_on(quiz, "q4", "d"))
    assert (found.effects, found.scores, found.prospect.revised) == ((), Tally(0, 0, 3), ())


def test_the_digest_is_the_same_for_the_same(quiz) -> None:
    first = preview(quiz, "q4", DROP)
    assert preview(quiz, "q4", DROP).digest == first.digest
    assert preview(quiz, "q3", DROP).digest != first.digest
    assert preview(quiz, "q4", decision_on(quiz, "q4", "c")).digest != first.digest


def test_outcomes_come_first_then_near_misses_then_the_largest_changes(quiz) -> None:
    """By hand: Chloé alone misses a threshold; Bongani alone changes his outcome."""
    mark(quiz, BONGANI, "10")
    found = preview(quiz, "q4", DROP)
    assert [one.enrolment.given_name for one in found.effects] == ["Chloé", "Bongani"]
    mark(quiz, BONGANI, "29")
    assert [one.enrolment.given_name for one in preview(quiz, "q4", DROP).effects] == ["Bongani", "Chloé"]


def test_a_tally_is_of_everybody() -> None:
    assert tally([1, -1, 0, Fraction(1, 3)], 10) == Tally(2, 1, 7)


def test_a_quiz_that_does_not_count_changes_no_outcome(app) -> None:
    found = preview(everybody(unmarked=True), "q4", DROP)
    assert [one.outcome_change for one in found.effects] == [0, 0]
    assert found.outcomes == Tally(0, 0, 3)
