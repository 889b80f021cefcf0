"""A decision and the ends of attempts at the same moment: every score is by the decisions that hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from app.courses.queries import get_course
from app.grading import service
from app.quizzes import queries
from app.quizzes import service as quizzes
from app.quizzes.models import Rescoring
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.rescoring.cast import DROP, LATER, WHY, begun, preview, scores, took
from tests.grading.test_races import at_once
from tests.quizzes.cast import Taking, taking


@pytest.fixture
def quiz(app) -> Taking:
    return taking()


def deciding(quiz: Taking, seen: str) -> Callable[[], object]:
    def decide() -> None:
        course = get_course(quiz.course.code)
        service.rescore_question(course, "quiz_1", "q4", DROP, WHY, seen=seen, actor=SYSTEM, now=LATER)

    return decide


def test_an_attempt_that_ends_meanwhile_is_scored_by_the_decision_or_makes_it_stale(app, quiz) -> None:
    took(quiz, AMINA, q4="c")
    open_ones = [begun(quiz, person, q4="c") for person in (BONGANI, CHLOE)]
    seen = preview(quiz, "q4", DROP).digest

    def ending(place: int) -> Callable[[], object]:
        owner = open_ones[place].person_id
        actor = Actor(owner, f"person:{owner}", (Grant(Role.PARTICIPANT, quiz.course.id),))
        return lambda: quizzes.submit_attempt(open_ones[place].id, actor=actor, now=NOW)

    outcomes = at_once(app, ending(0), deciding(quiz, seen), ending(1))

    assert outcomes[1] in {"done", "stale"}
    assert (outcomes[0], outcomes[2]) == ("done", "done")
    expected = "3/3" if outcomes[1] == "done" else "3/4"
    assert scores(quiz) == {"Amina": expected, "Bongani": expected, "Chloé": expected}
    for one in queries.marked_at(quiz.quiz.id):
        assert (one.attempt.score, one.attempt.out_of) == (one.marked.score, one.marked.out_of)


def test_of_a_double_click_one_decides_and_the_other_finds_it_done(app, quiz) -> None:
    took(quiz, AMINA, q4="c")
    seen = preview(quiz, "q4", DROP).digest
    outcomes = at_once(app, *[deciding(quiz, seen)] * 3)
    assert outcomes == ["done"] * 3
    assert session.scalar(sa.select(sa.func.count()).select_from(Rescoring)) == 1


def test_a_closing_comes_wholly_before_a_decision_or_after_it(app, quiz) -> None:
    took(quiz, AMINA, q4="c")
    seen = preview(quiz, "q4", DROP).digest

    def close() -> None:
        service.close_course(get_course(quiz.course.code), actor=SYSTEM, now=LATER)

    outcomes = at_once(app, close, deciding(quiz, seen))
    assert Counter(outcomes) in (Counter({"done": 2}), Counter({"done": 1, "course_closed": 1}))
    assert quiz.kept(AMINA) == (("final", 10) if outcomes[1] == "done" else ("final", 7.5))
