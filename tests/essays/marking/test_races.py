"""What happens at the same moment: one takes an essay, both marks are kept, and one mark is handed on for two."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.essays import queries
from app.essays.queries.allocation import Competence
from app.essays.queries.allocation_plan import plan_evenly
from app.essays.rules import EssayValue
from app.essays.service import mark_essay
from app.essays.service.allocation import allocate_evenly, set_competence
from app.rubrics import queries as rubrics
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, ZOE, Recorder, content, essay_course, hand_in, marker, set_marking
from tests.grading.test_races import at_once


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


def marking(essay: EssayValue, by: Actor, **how: object) -> Callable[[], object]:
    options = {"final": True, "base_version": 0, "now": NOW, **how}
    return lambda: mark_essay(essay, None, content(), actor=by, **options)


def test_of_three_who_begin_an_essay_one_has_it(app: Flask, course: CourseValue, essay: EssayValue) -> None:
    tasks = [marking(essay, marker(person, course)) for person in (TUTOR, UMA, ZOE)]
    outcomes = at_once(app, *tasks)
    assert Counter(outcomes) == {"done": 1, "not_its_marker": 2}
    assert len(queries.allocations_of(essay.id)) == 1
    assert len(rubrics.marks_on(queries.subject_of(essay))) == 1


def test_two_final_marks_at_once_make_one_agreed_mark(
    app: Flask, course: CourseValue, essay: EssayValue, keeper: Recorder
) -> None:
    set_marking(course, markers=2)
    outcomes = at_once(app, *[marking(essay, marker(person, course)) for person in (TUTOR, UMA)])
    assert outcomes == ["done", "done"]
    rounds = Counter(mark.round for mark in rubrics.marks_on(queries.subject_of(essay)))
    assert rounds == {Round.FIRST: 1, Round.SECOND: 1, Round.AGREED: 1}
    assert len(keeper.kept) == 1


def test_of_two_pages_that_saw_nothing_one_is_told(app: Flask, course: CourseValue, essay: EssayValue) -> None:
    tutor = marker(TUTOR, course)
    tasks = [
        lambda words=words: mark_essay(essay, None, content(words), final=False, base_version=0, actor=tutor, now=NOW)
        for words in ("one", "two", "three", "four")
    ]
    outcomes = at_once(app, *tasks)
    assert Counter(outcomes) == {"done": 1, "stale": 3}
    (kept,) = rubrics.marks_on(queries.subject_of(essay))
    assert kept.version == 1


def test_a_mark_comes_before_the_closing_or_not_at_all(app: Flask, course: CourseValue, essay: EssayValue) -> None:
    tutor = marker(TUTOR, course)
    outcomes = at_once(
        app, marking(essay, tutor), lambda: close_course(course.id, actor=SYSTEM, now=NOW), marking(essay, tutor)
    )
    assert outcomes[1] == "done"
    assert set(outcomes) <= {"done", "course_closed"}
    assert (queries.counted_mark(essay) is not None) == ("done" in (outcomes[0], outcomes[2]))


def test_a_plan_is_applied_once(app: Flask, course: CourseValue, essay: EssayValue) -> None:
    for author in (BONGANI, CHLOE):
        hand_in(course, author)
    for person in (TUTOR, UMA):
        marker(person, course)
    session.commit()
    digest = plan_evenly(course).digest

    def give_out() -> None:
        allocate_evenly(get_course(course.code), digest, actor=SYSTEM, now=NOW)

    outcomes = at_once(app, give_out, give_out, give_out)
    assert Counter(outcomes) == {"done": 1, "stale": 2}
    assert len(queries.course_allocations(course.id)) == 3


def test_an_essay_that_is_just_begun_is_given_to_nobody_else(
    app: Flask, course: CourseValue, essay: EssayValue
) -> None:
    tutor = marker(TUTOR, course)
    set_competence(course, Competence(tutor.themselves(), ("en",), "", (), True), actor=SYSTEM, now=NOW)  # noqa: FBT003
    allocate_evenly(course, plan_evenly(course).digest, actor=SYSTEM, now=NOW)
    marker(UMA, course)
    set_competence(course, Competence(tutor.themselves(), ("en",), "", (), False), actor=SYSTEM, now=NOW)  # noqa: FBT003
    session.commit()
    digest, begun = plan_evenly(course).digest, threading.Event()

    def begin() -> None:
        mark_essay(essay, None, content(), final=False, base_version=0, actor=tutor, now=NOW)
        begun.set()
        time.sleep(0.5)

    def give_out() -> None:
        begun.wait(5)
        allocate_evenly(get_course(course.code), digest, actor=SYSTEM, now=NOW)

    assert at_once(app, begin, give_out) == ["done", "stale"]
    assert [one.marker_id for one in queries.allocations_of(essay.id)] == [tutor.person_id]
