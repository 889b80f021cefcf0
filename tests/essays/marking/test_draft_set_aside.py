"""A draft whose marker has gone holds its essay until a manager sets it aside; it stays, and counts nowhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.service import grant_role, revoke_role
from app.courses.rules import CourseValue
from app.courses.service import close_course
from app.essays import queries, service
from app.essays.queries.allocation_plan import plan_evenly
from app.essays.queries.marking_queue import marking_queue
from app.essays.rules import EssayValue
from app.essays.rules.marking import MarkingState
from app.essays.service.allocation import allocate_essay
from app.rubrics import queries as rubrics
from app.rubrics.models import Mark, MarkVersion
from app.rubrics.rules import MarkState, Round
from app.shared.audit import AuditEntry, AuditPersonalValue
from app.shared.database import session
from app.shared.errors import DomainError, NotAllowed, RuleBroken
from app.shared.permissions import SYSTEM, Actor, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import UMA, ZOE, content, essay_course, give, hand_in, marker, set_marking
from tests.essays.marking.conftest import Browse
from tests.grading.desk import hand_in as handed_over

PAGE = "/courses/A9714776/essays/allocation"
WHY = "She has left the training centre."


@pytest.fixture
def course(app: Flask) -> CourseValue:
    return essay_course()


@pytest.fixture
def essay(course: CourseValue) -> EssayValue:
    return hand_in(course, AMINA)


@pytest.fixture
def uma(course: CourseValue) -> Actor:
    return marker(UMA, course)


@pytest.fixture
def manager(course: CourseValue) -> Actor:
    return marker(MANAGER, course, Role.ACTIVITY_MANAGER)


@pytest.fixture
def begun(course: CourseValue, essay: EssayValue) -> Actor:
    """A tutor who began to mark the essay and lost the role."""
    tutor = marker(TUTOR, course)
    give(essay, tutor, content("Reads well so far."), final=False)
    lose(course, tutor)
    return tutor


def lose(course: CourseValue, who: Actor) -> None:
    revoke_role(who.themselves(), Role.TUTOR, actor=SYSTEM, now=NOW, course_id=course.id)
    session.commit()


def aside(essay: EssayValue, by: Actor, in_round: Round = Round.FIRST, reason: str = WHY) -> None:
    service.set_draft_aside(essay, in_round, reason, actor=by, now=NOW)
    session.commit()


def code_of(essay: EssayValue, by: Actor, in_round: Round = Round.FIRST, reason: str = WHY) -> str:
    with pytest.raises(DomainError) as caught:
        aside(essay, by, in_round, reason)
    session.rollback()
    return caught.value.code


def test_it_holds_the_essay_until_it_is_set_aside(
    course: CourseValue, essay: EssayValue, begun: Actor, uma: Actor, manager: Actor
) -> None:
    with pytest.raises(NotAllowed):
        give(essay, uma)
    session.rollback()
    with pytest.raises(RuleBroken, match="begun"):
        allocate_essay(course, essay.id, Round.FIRST, uma.person_id, actor=manager, now=NOW)
    session.rollback()
    aside(essay, manager)
    give(essay, uma)
    counted = queries.counted_mark(essay)
    assert counted is not None
    assert counted.marker_id == uma.person_id


def test_the_place_is_given_out_again(
    course: CourseValue, essay: EssayValue, begun: Actor, uma: Actor, manager: Actor
) -> None:
    assert plan_evenly(course).given == ()
    aside(essay, manager)
    assert queries.allocations_of(essay.id) == []
    assert [one.essay_id for one in plan_evenly(course).given] == [essay.id]
    allocate_essay(course, essay.id, Round.FIRST, uma.person_id, actor=manager, now=NOW)


def test_an_essay_that_somebody_gone_was_given_and_did_not_begin_is_given_out_anew(
    course: CourseValue, essay: EssayValue, uma: Actor, manager: Actor
) -> None:
    tutor = marker(TUTOR, course)
    allocate_essay(course, essay.id, Round.FIRST, tutor.person_id, actor=manager, now=NOW)
    assert plan_evenly(course).given == ()
    lose(course, tutor)
    plan = plan_evenly(course)
    assert (len(plan.given), len(plan.released)) == (1, 1)


def test_every_state_of_it_stays_and_nothing_reads_it(
    course: CourseValue, essay: EssayValue, begun: Actor, manager: Actor
) -> None:
    aside(essay, manager)
    row = session.scalars(sa.select(Mark)).one()
    assert (row.state, row.comment, row.marker_id) == ("aside", "Reads well so far.", begun.person_id)
    states = [(one.number, one.state, one.saved_by) for one in session.scalars(sa.select(MarkVersion))]
    assert states == [(1, "draft", begun.person_id), (2, "aside", manager.person_id)]
    assert rubrics.marks_on(queries.subject_of(essay)) == []
    seen = marking_queue(course, manager.person_id, allocates=True).rows[0]
    assert (seen.state, seen.markings, seen.open) == (MarkingState.TO_MARK, (), True)


def test_the_trail_says_who_did_it_to_whom_and_why(essay: EssayValue, begun: Actor, manager: Actor) -> None:
    aside(essay, manager)
    aside_again = code_of(essay, manager)
    entry = session.scalars(sa.select(AuditEntry).filter_by(action="set_draft_aside")).one()
    assert (entry.actor_id, entry.subject) == (manager.person_id, f"essay:{essay.id}")
    assert entry.before is not None
    assert entry.before["marker"] == begun.person_id
    reason = session.scalars(sa.select(AuditPersonalValue).filter_by(field="reason", entry_id=entry.id)).one()
    assert (reason.value, reason.person_id) == (WHY, begun.person_id)
    assert aside_again == "not_found"


def test_who_still_marks_keeps_what_they_began(course: CourseValue, essay: EssayValue, manager: Actor) -> None:
    give(essay, marker(TUTOR, course), final=False)
    assert code_of(essay, manager) == "marker_is_here"


def test_a_final_mark_counts_whoever_gave_it(course: CourseValue, essay: EssayValue, manager: Actor) -> None:
    tutor = marker(TUTOR, course)
    give(essay, tutor)
    lose(course, tutor)
    assert code_of(essay, manager) == "mark_is_final"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_it_takes_a_reason(essay: EssayValue, begun: Actor, manager: Actor, reason: str) -> None:
    assert code_of(essay, manager, reason=reason) == "unreadable"
    assert session.scalars(sa.select(Mark.state)).one() == MarkState.DRAFT


def test_where_nobody_began_there_is_nothing(essay: EssayValue, begun: Actor, manager: Actor) -> None:
    assert code_of(essay, manager, Round.SECOND) == "not_found"


def test_tutors_do_not(essay: EssayValue, begun: Actor, uma: Actor) -> None:
    assert code_of(essay, uma) == "not_allowed"


def test_a_closed_course_stays(course: CourseValue, essay: EssayValue, begun: Actor, manager: Actor) -> None:
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert code_of(essay, manager) == "course_closed"


def test_who_may_not_sign_in_any_more_is_gone_too(course: CourseValue, essay: EssayValue, manager: Actor) -> None:
    tutor = marker(TUTOR, course)
    give(essay, tutor, final=False)
    session.execute(sa.text("UPDATE people SET disabled_at = :now WHERE id = :id"), {"now": NOW, "id": tutor.person_id})
    session.commit()
    aside(essay, manager)


def test_an_administrator_who_looks_after_all_courses_is_here(
    course: CourseValue, essay: EssayValue, manager: Actor
) -> None:
    admin = marker(ZOE, course)
    give(essay, admin, final=False)
    lose(course, admin)
    grant_role(admin.themselves(), Role.ADMINISTRATOR, actor=SYSTEM, now=NOW)
    session.commit()
    assert code_of(essay, manager) == "marker_is_here"


def test_one_of_two_rounds_is_freed_and_the_other_stays(
    course: CourseValue, essay: EssayValue, uma: Actor, manager: Actor
) -> None:
    course = set_marking(course, markers=2)
    tutor = marker(TUTOR, course)
    give(essay, uma)
    give(essay, tutor, final=False)
    lose(course, tutor)
    aside(essay, manager, Round.SECOND)
    zoe = marker(ZOE, course)
    assert give(essay, zoe).round is Round.SECOND
    assert marking_queue(course, zoe.person_id).rows[0].state is MarkingState.MARKED


def test_who_comes_back_goes_on_where_the_place_is_free(
    course: CourseValue, essay: EssayValue, begun: Actor, manager: Actor, browse: Browse
) -> None:
    aside(essay, manager)
    back = marker(TUTOR, course)
    page = browse(TUTOR).get(f"/courses/{course.code}/essays/{essay.id}/versions").text
    assert "Reads well so far." in page
    assert "mis de côté" in page  # who comes back reads French
    saved = give(essay, back, content("Now final."), base_version=0)
    assert (saved.version, saved.state) == (3, MarkState.FINAL)


def test_who_comes_back_too_late_finds_the_place_taken(
    course: CourseValue, essay: EssayValue, begun: Actor, uma: Actor, manager: Actor
) -> None:
    aside(essay, manager)
    give(essay, uma, final=False)
    with pytest.raises(NotAllowed):
        give(essay, marker(TUTOR, course))
    session.rollback()
    with pytest.raises(RuleBroken):
        give(essay, marker(TUTOR, course), in_round=Round.FIRST)


def send(browser: FlaskClient, path: str, **fields: object) -> Any:
    return browser.post(path, data={"csrf_token": csrf_token(browser), **fields})


def test_the_page_shows_it_and_lets_go(
    course: CourseValue, essay: EssayValue, begun: Actor, uma: Actor, browse: Browse
) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    page = browser.get(PAGE).text
    action = re.search(r'action="([^"#]+/drafts/first/aside)', page)
    assert action is not None
    assert f"draft of {TUTOR.given_name} {TUTOR.family_name}" in page
    refused = send(browser, action[1], reason=" ")
    assert (refused.status_code, "Say why the draft is set aside" in refused.text) == (422, True)
    assert send(browser, action[1], reason=WHY).status_code == 303
    page = browser.get(PAGE).text
    assert "The draft is set aside" in page
    assert "/drafts/" not in page
    assert send(browser, action[1], reason=WHY).status_code == 404


def test_what_names_no_round_or_no_essay_of_the_course_is_nothing(
    course: CourseValue, essay: EssayValue, begun: Actor, browse: Browse
) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    foreign = hand_in(essay_course("OTHER-1"), BONGANI)
    for path in (f"{essay.id}/drafts/agreed/aside", f"{essay.id}/drafts/x/aside", f"{foreign.id}/drafts/first/aside"):
        assert send(browser, f"/courses/{course.code}/essays/{path}", reason=WHY).status_code == 404


def test_the_api_lists_it_and_lets_go(course: CourseValue, essay: EssayValue, begun: Actor, browse: Browse) -> None:
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    listed = f"/api/v1/courses/{course.code}/essays"
    assert [one["stranded"] for one in browser.get(listed).json["items"]] == [["first"]]
    answer = browser.post(
        f"/api/v1/essays/{essay.id}/marks/first/aside",
        json={"reason": WHY},
        headers={"X-CSRFToken": csrf_token(browser)},
    )
    assert answer.status_code == 200
    assert answer.json == {"essay_id": essay.id, "round": "first", "marker": begun.person_id, "state": "aside"}
    assert [one["stranded"] for one in browser.get(listed).json["items"]] == [[]]
    again = browser.post(
        f"/api/v1/essays/{essay.id}/marks/agreed/aside",
        json={"reason": WHY},
        headers={"X-CSRFToken": csrf_token(browser)},
    )
    assert again.status_code == 404


def test_ready_to_close_leads_there(course: CourseValue, browse: Browse) -> None:
    essay = hand_in(course, AMINA)
    handed_over(course, AMINA)
    tutor = marker(TUTOR, course)
    give(essay, tutor, final=False)
    browser = browse(MANAGER, Role.ACTIVITY_MANAGER, course)
    leads = f'href="{PAGE}#stranded"'
    assert leads not in browser.get(f"/courses/{course.code}/closing").text
    lose(course, tutor)
    page = browser.get(f"/courses/{course.code}/closing").text
    assert leads in page
    assert f"Begun by {TUTOR.given_name} {TUTOR.family_name}, who no longer marks here." in page
