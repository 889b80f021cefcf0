"""Who left the course: their essay waits for them, and nobody marks for nothing meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask

from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.courses.service.withdrawing import bring_back, withdraw
from app.essays import queries
from app.essays.queries.allocation_plan import plan_evenly
from app.essays.queries.marking_queue import marking_queue
from app.essays.queries.workbook import marker_work
from app.essays.rules import EssayValue
from app.essays.service.allocation import allocate_essay, allocate_evenly
from app.rubrics import queries as rubrics
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import SYSTEM, Actor, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, Recorder, essay_course, give, hand_in, marker
from tests.essays.marking.conftest import Browse


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def tutor(course: CourseValue) -> Actor:
    return marker(TUTOR, course)


def leave(course: CourseValue, essay: EssayValue) -> None:
    withdraw(course, essay.enrolment_id, "Ill for long.", actor=SYSTEM, now=NOW)
    session.commit()


def test_a_mark_is_given_once_they_are_back(
    course: CourseValue, essay: EssayValue, tutor: Actor, keeper: Recorder
) -> None:
    leave(course, essay)
    with pytest.raises(NotFound):
        give(essay, tutor)
    session.rollback()
    assert rubrics.marks_on(queries.subject_of(essay)) == []
    bring_back(course, essay.enrolment_id, "Well again.", actor=SYSTEM, now=NOW)
    give(essay, tutor)
    assert [enrolment for enrolment, _ in keeper.kept] == [essay.enrolment_id]


def test_their_essay_is_in_no_queue_and_no_workbook(course: CourseValue, essay: EssayValue, tutor: Actor) -> None:
    other = hand_in(course, BONGANI)
    leave(course, essay)
    assert [row.essay.id for row in marking_queue(course, tutor.person_id).rows] == [other.id]
    assert list(marker_work(course, tutor.themselves()).markable) == [other.id]


def test_their_essay_is_given_to_nobody_and_burdens_nobody(course: CourseValue, essay: EssayValue) -> None:
    marker(TUTOR, course)
    other = hand_in(course, BONGANI, language="fr")
    leave(course, essay)
    plan = plan_evenly(course)
    assert ([one.essay_id for one in plan.given], plan.left) == ([other.id], ())


def test_what_was_given_out_before_is_there_when_they_are_back(course: CourseValue, tutor: Actor) -> None:
    essay = hand_in(course, AMINA, language="fr")
    allocate_evenly(course, plan_evenly(course).digest, actor=SYSTEM, now=NOW)
    leave(course, essay)
    plan = plan_evenly(get_course(course.code))
    assert (plan.given, plan.released, plan.load) == ((), (), {tutor.themselves(): 0})
    assert [one.marker_id for one in queries.allocations_of(essay.id)] == [tutor.person_id]


def test_by_hand_it_is_given_to_nobody_and_can_be_taken_back(
    course: CourseValue, essay: EssayValue, tutor: Actor
) -> None:
    manager = marker(MANAGER, course, Role.ACTIVITY_MANAGER)
    other = marker(UMA, course)
    allocate_essay(course, essay.id, Round.FIRST, tutor.person_id, actor=manager, now=NOW)
    leave(course, essay)
    with pytest.raises(RuleBroken) as refused:
        allocate_essay(course, essay.id, Round.FIRST, other.person_id, actor=manager, now=NOW)
    assert refused.value.code == "author_left"
    session.rollback()
    allocate_essay(course, essay.id, Round.FIRST, None, actor=manager, now=NOW)
    assert queries.allocations_of(essay.id) == []


def test_page_and_api_say_why(course: CourseValue, essay: EssayValue, tutor: Actor, browse: Browse) -> None:
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    field = f"first-{essay.id}"
    typed = {"csrf_token": csrf_token(manager), field: str(tutor.person_id), f"was-{field}": ""}
    leave(course, essay)  # after the page was opened
    page = manager.post("/courses/A9714776/essays/allocation", data=typed)
    assert page.status_code == 409
    assert "Its author has left the course." in page.text
    path, headers = f"/api/v1/essays/{essay.id}/allocation/first", {"X-CSRFToken": csrf_token(manager)}
    answer = manager.put(path, json={"marker": tutor.person_id}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "author_left")
    assert queries.allocations_of(essay.id) == []


def test_the_api_gives_an_essay_out_and_takes_it_back(
    course: CourseValue, essay: EssayValue, tutor: Actor, browse: Browse
) -> None:
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    path, headers = f"/api/v1/essays/{essay.id}/allocation/first", {"X-CSRFToken": csrf_token(manager)}
    for marker_id in (tutor.person_id, None):
        answer = manager.put(path, json={"marker": marker_id}, headers=headers)
        assert (answer.status_code, answer.json["marker"]) == (200, marker_id)
        session.rollback()
        assert [one.marker_id for one in queries.allocations_of(essay.id)] == ([marker_id] if marker_id else [])
    unfit = manager.put(path, json={"marker": 999_999}, headers=headers)
    assert unfit.status_code == 422
    wrong = manager.put(path.replace("first", "agreed"), json={"marker": None}, headers=headers)
    assert wrong.status_code == 404
