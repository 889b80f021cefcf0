"""The page on which essays are given out: by hand, evenly after a look, and what is known of markers."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.essays import queries
from app.essays.queries.allocation import Competence, competences_of, marker_in
from app.essays.queries.allocation_plan import plan_evenly
from app.essays.rules import EssayValue
from app.essays.rules.allocation import Refusal
from app.essays.rules.marking import How
from app.essays.service.allocation import allocate_essay, set_competence
from app.rubrics.rules import Round
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, EXPERT, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, ZOE, essay_course, give, hand_in, marker, set_marking
from tests.essays.marking.conftest import Browse
from tests.grading.cast import DIDIER
from tests.statements import statements

PATH = "/courses/A9714776/essays/allocation"


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essays(course: CourseValue) -> list[EssayValue]:
    """Two in English, two in French."""
    return [hand_in(course, author) for author in (AMINA, BONGANI, CHLOE, DIDIER)]


@pytest.fixture
def manager(browse: Browse, course: CourseValue) -> FlaskClient:
    return browse(MANAGER, Role.ACTIVITY_MANAGER, course)


def send(browser: FlaskClient, path: str = PATH, **fields: object) -> object:
    return browser.post(path, data={"csrf_token": csrf_token(browser), **fields})


def who_has(essay: EssayValue) -> dict[str, int]:
    session.expire_all()
    return {one.round.value: one.marker_id for one in queries.allocations_of(essay.id)}


def apply_plan(browser: FlaskClient) -> object:
    digest = re.search(r'name="plan" value="(\w+)"', browser.get(f"{PATH}?preview=1").text)
    assert digest is not None
    return send(browser, f"{PATH}/evenly", plan=digest[1])


def test_by_hand(manager: FlaskClient, course: CourseValue, essays: list[EssayValue]) -> None:
    tutor = marker(TUTOR, course)
    field = f"first-{essays[0].id}"
    assert send(manager, **{field: str(tutor.person_id), f"was-{field}": ""}).status_code == 303
    assert who_has(essays[0]) == {"first": tutor.person_id}
    assert send(manager, **{field: "", f"was-{field}": str(tutor.person_id)}).status_code == 303
    assert who_has(essays[0]) == {}


def test_what_is_begun_stays(manager: FlaskClient, course: CourseValue, essays: list[EssayValue]) -> None:
    tutor, uma = marker(TUTOR, course), marker(UMA, course)
    give(essays[0], tutor, final=False)
    field = f"first-{essays[0].id}"
    answer = send(manager, **{field: str(uma.person_id), f"was-{field}": str(tutor.person_id)})
    assert answer.status_code == 409
    assert who_has(essays[0]) == {"first": tutor.person_id}


def test_by_hand_the_rules_hold_and_are_named(
    manager: FlaskClient, course: CourseValue, essays: list[EssayValue]
) -> None:
    course = set_marking(course, own_country="never")
    tutor = marker(TUTOR, course)
    send(manager, f"{PATH}/markers/{tutor.person_id}", language=["en", "fr"], country="ZM", available="yes")
    field, other = f"first-{essays[0].id}", f"first-{essays[2].id}"
    uma = marker(UMA, course)
    answer = send(manager, **{field: str(tutor.person_id), other: str(uma.person_id)})
    assert answer.status_code == 422
    assert "nobody marks the essays of their own country" in answer.text
    assert [who_has(essay) for essay in essays] == [{}] * 4


def test_nobody_marks_for_two(course: CourseValue, essays: list[EssayValue]) -> None:
    course = set_marking(course, markers=2)
    actor, tutor = marker(MANAGER, course, Role.ACTIVITY_MANAGER), marker(TUTOR, course)
    allocate_essay(course, essays[0].id, Round.FIRST, tutor.person_id, actor=actor, now=NOW)
    with pytest.raises(Unreadable):
        allocate_essay(course, essays[0].id, Round.SECOND, tutor.person_id, actor=actor, now=NOW)
    expert = marker(EXPERT, course, Role.EXPERT)
    with pytest.raises(Unreadable):
        allocate_essay(course, essays[0].id, Round.SECOND, expert.person_id, actor=actor, now=NOW)


def test_where_one_marks_there_is_no_second(course: CourseValue, essays: list[EssayValue]) -> None:
    actor, tutor = marker(MANAGER, course, Role.ACTIVITY_MANAGER), marker(TUTOR, course)
    with pytest.raises(RuleBroken):
        allocate_essay(course, essays[0].id, Round.SECOND, tutor.person_id, actor=actor, now=NOW)


def test_evenly_by_language_after_a_look(manager: FlaskClient, course: CourseValue, essays: list[EssayValue]) -> None:
    tutor, uma = marker(TUTOR, course), marker(UMA, course)
    send(manager, f"{PATH}/markers/{_manager(course)}", language=["en"], country="")  # gets none
    preview = manager.get(f"{PATH}?preview=1").text
    assert "2 essays in all" in preview
    assert all(who_has(essay) == {} for essay in essays)

    assert apply_plan(manager).status_code == 303

    assert [who_has(essay)["first"] for essay in essays] == [uma.person_id] * 2 + [tutor.person_id] * 2
    assert {one.how for one in queries.course_allocations(course.id)} == {How.EVENLY}


def test_a_plan_that_is_another_one_by_now_is_shown_again(
    manager: FlaskClient, course: CourseValue, essays: list[EssayValue]
) -> None:
    marker(TUTOR, course)
    digest = plan_evenly(course).digest
    marker(ZOE, course)
    answer = send(manager, f"{PATH}/evenly", plan=digest)
    assert answer.status_code == 412
    assert "What would be given out" in answer.text
    assert all(who_has(essay) == {} for essay in essays)


def test_again_evenly_keeps_what_is_begun_taken_or_given_by_hand(
    manager: FlaskClient, course: CourseValue, essays: list[EssayValue]
) -> None:
    tutor, uma = marker(TUTOR, course), marker(UMA, course)
    actor = marker(MANAGER, course, Role.ACTIVITY_MANAGER)
    allocate_essay(course, essays[0].id, Round.FIRST, tutor.person_id, actor=actor, now=NOW)
    session.commit()
    apply_plan(manager)
    give(essays[2], tutor, final=False)
    zoe = marker(ZOE, course)
    apply_plan(manager)
    assert who_has(essays[0]) == {"first": tutor.person_id}
    assert who_has(essays[2]) == {"first": tutor.person_id}
    assert who_has(essays[3]) == {"first": zoe.person_id}
    assert who_has(essays[1])["first"] in {uma.person_id, actor.person_id}


def test_two_markers_are_two_people(manager: FlaskClient, course: CourseValue, essays: list[EssayValue]) -> None:
    set_marking(course, markers=2)
    marker(TUTOR, course), marker(ZOE, course), marker(UMA, course)
    apply_plan(manager)
    for essay in essays:
        given = who_has(essay)
        assert set(given) == {"first", "second"}
        assert given["first"] != given["second"]


def test_whom_nobody_may_mark_stays_and_is_listed(
    manager: FlaskClient, course: CourseValue, essays: list[EssayValue]
) -> None:
    plan = plan_evenly(course)  # only the manager marks, who reads English
    assert [one.essay_id for one in plan.left] == [essays[2].id, essays[3].id]
    assert set(plan.left[0].reasons.values()) == {(Refusal.LANGUAGE,)}
    assert "Nobody fits" in manager.get(f"{PATH}?preview=1").text


def test_what_is_known_of_a_marker_is_kept(manager: FlaskClient, course: CourseValue) -> None:
    tutor = marker(TUTOR, course)
    assert marker_in(course, tutor.themselves()).languages == {"fr"}
    group = manager.get(PATH).text
    group_id = int(re.search(r'name="group" value="(\d+)"', group)[1])
    path = f"{PATH}/markers/{tutor.person_id}"
    assert send(manager, path, language=["en", "fr"], country="SN", group=[group_id]).status_code == 303
    kept = competences_of(course.id)[tutor.themselves()]
    assert (kept.languages, kept.country, kept.groups, kept.available) == (("en", "fr"), "SN", (group_id,), False)


def test_markers_without_a_country_are_named_where_nobody_marks_their_own(app: Flask, browse: Browse) -> None:
    course = essay_course(own_country="never")
    tutor = marker(TUTOR, course)
    reader = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    warned = "The rule on countries cannot keep these markers from anybody"
    page = reader.get(PATH).text
    assert warned in page
    assert TUTOR.family_name in page.partition(warned)[2].partition("</section>")[0].partition("</div>")[0]
    for person in (tutor, marker(MANAGER, course, Role.ACTIVITY_MANAGER)):
        fields = {"language": ["en"], "country": "SN", "available": "yes"}
        assert send(reader, f"{PATH}/markers/{person.person_id}", **fields).status_code == 303
    assert warned not in reader.get(PATH).text


def test_where_countries_do_not_matter_nobody_is_asked_for_theirs(manager: FlaskClient, course: CourseValue) -> None:
    marker(TUTOR, course)
    assert "The rule on countries" not in manager.get(PATH).text


@pytest.mark.parametrize(
    "fields",
    [
        {"language": []},
        {"language": ["de"]},
        {"language": ["en"], "country": "XX"},
        {"language": ["en"], "group": [999]},
    ],
)
def test_what_cannot_be_of_a_marker_is_refused(
    manager: FlaskClient, course: CourseValue, fields: dict[str, object]
) -> None:
    tutor = marker(TUTOR, course)
    assert send(manager, f"{PATH}/markers/{tutor.person_id}", **fields).status_code == 422
    assert competences_of(course.id) == {}
    assert send(manager, f"{PATH}/markers/999", language=["en"]).status_code == 404


def test_tutors_do_not_allocate(browse: Browse, course: CourseValue, essays: list[EssayValue]) -> None:
    tutor = browse(TUTOR, Role.TUTOR, course)
    assert tutor.get(PATH).status_code == 403
    assert send(tutor, f"{PATH}/evenly", plan="").status_code == 403
    with pytest.raises(NotAllowed):
        allocate_essay(course, essays[0].id, Round.FIRST, None, actor=marker(TUTOR, course), now=NOW)


def test_a_closed_course_gives_nothing_out(manager: FlaskClient, course: CourseValue, essays: list[EssayValue]) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    tutor = marker(TUTOR, course)
    assert send(manager, **{f"first-{essays[0].id}": str(tutor.person_id)}).status_code == 409
    assert send(manager, f"{PATH}/evenly", plan=plan_evenly(course).digest).status_code == 409


def test_who_begins_an_essay_that_is_kept_from_them_is_refused(course: CourseValue, essays: list[EssayValue]) -> None:
    course = set_marking(course, own_country="never")
    tutor = marker(TUTOR, course)
    actor = marker(MANAGER, course, Role.ACTIVITY_MANAGER)
    wanted = Competence(tutor.themselves(), ("en",), "ZM", (), available=True)
    set_competence(course, wanted, actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        give(essays[0], tutor)


def test_the_page_costs_the_same_statements_for_more_essays(manager: FlaskClient, course: CourseValue) -> None:
    for person in (TUTOR, UMA):
        marker(person, course)
    hand_in(course, AMINA)
    with statements() as few:
        manager.get(f"{PATH}?preview=1")
    for author in (BONGANI, CHLOE, DIDIER):
        hand_in(course, author)
    with statements() as many:
        manager.get(f"{PATH}?preview=1")
    assert len(many) == len(few) <= 35


def _manager(course: CourseValue) -> int:
    return marker(MANAGER, course, Role.ACTIVITY_MANAGER).themselves()
