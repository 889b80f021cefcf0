"""Where a remark made the result, the desks say so and take no mark: one that changes nothing would deceive."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.courses.rules import CourseValue
from app.essays import queries as essays
from app.essays.queries.marking_queue import marking_queue
from app.essays.queries.workbook import marker_work
from app.essays.rules import EssayValue
from app.essays.rules.marking import MarkingState
from app.essays.service.marking_agreed import sign_agreed_mark
from app.grading import queries, service
from app.grading.rules.remarks import RemarkValue
from app.groupwork.service.marking import agree_mark, mark_group
from app.rubrics.rules import MarkContent, SubjectKind
from app.shared.database import session
from app.shared.errors import RuleBroken
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, EXPERT, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.essays.marking.cast import EVEN, UMA, content, give, marker, set_marking
from tests.essays.marking.cast import hand_in as written
from tests.grading.cast import TINA, actor, enrolment_of, group_of, row_of
from tests.grading.desk import OF_7, hand_in
from tests.grading.test_remarks import ask
from tests.groupwork.peers.marked import GROUP_CRITERIA, THEO, mark_by_criteria
from tests.statements import statements

HOME = "/courses/A9714776"
BETTER = dict(OF_7, clarity=Fraction(9))


@pytest.fixture
def essay(graded: CourseValue) -> EssayValue:
    """Amina's essay, marked at the desk by Théo and released."""
    essay = written(graded, AMINA)
    hand_in(graded, AMINA)
    give(essay, marker(TUTOR, graded))
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    session.commit()
    return essay


@pytest.fixture
def decided(graded: CourseValue, essay: EssayValue) -> RemarkValue:
    """Tina gave 30 points on Amina's remark."""
    return decide(graded)


def decide(course: CourseValue, mark: object = BETTER) -> RemarkValue:
    remark = ask(course)
    done = service.decide_remark(
        course, remark.id, "Read again.", mark=mark, actor=actor(TINA, Role.TUTOR, course), now=NOW
    )
    session.commit()
    return done


def refused(call: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    session.rollback()
    assert caught.value.code == "decided_by_remark"
    return caught.value


@pytest.mark.parametrize("final", [True, False])
def test_the_desk_takes_no_mark(graded: CourseValue, essay: EssayValue, decided: RemarkValue, *, final: bool) -> None:
    later = NOW + timedelta(days=1)
    error = refused(
        lambda: give(essay, marker(TUTOR, graded), content(clarity="1"), final=final, reason="Less.", now=later)
    )
    assert error.facts == {"remark": decided.id}
    assert row_of(graded, AMINA).derivation.essay_points == 30


def test_nor_does_it_take_an_agreed_mark(graded: CourseValue) -> None:
    course = set_marking(graded, markers=2)
    essay = written(course, AMINA)
    hand_in(course, AMINA)
    for person in (TUTOR, UMA):
        give(essay, marker(person, course))
    service.release_marks(course, "essay", actor=SYSTEM, now=NOW)
    decide(course)
    by = marker(TUTOR, course)
    refused(lambda: sign_agreed_mark(essay, content(), "Talked.", actor=by, now=NOW + timedelta(days=1)))


def test_a_decision_that_lets_the_mark_stand_changes_nothing_at_the_desk(
    graded: CourseValue, essay: EssayValue
) -> None:
    decide(graded, None)
    give(essay, marker(TUTOR, graded), content(clarity="9"), reason="Better.", now=NOW + timedelta(days=1))
    assert row_of(graded, AMINA).derivation.essay_points == Fraction(55, 2)


def test_a_mark_recorded_by_hand_after_it_gives_the_desk_its_say_again(
    graded: CourseValue, essay: EssayValue, decided: RemarkValue
) -> None:
    later = NOW + timedelta(days=1)
    service.record_criteria(
        graded, enrolment_of(graded, AMINA), "essay", OF_7, reason="Typed.", actor=SYSTEM, now=later
    )
    assert queries.decided_by_remarks(graded.id, SubjectKind.ESSAY) == {}
    give(essay, marker(TUTOR, graded), content(clarity="9"), reason="Better.", now=later + timedelta(days=1))
    assert row_of(graded, AMINA).derivation.essay_points == Fraction(55, 2)


def test_the_queue_and_the_workbook_have_nothing_to_do_for_it(
    graded: CourseValue, essay: EssayValue, decided: RemarkValue
) -> None:
    tutor = marker(TUTOR, graded)
    row = marking_queue(graded, tutor.person_id).rows[0]
    assert (row.decided_by, row.state, row.total, row.open) == (decided.id, MarkingState.MARKED, None, False)
    assert dict(marker_work(graded, tutor.themselves()).markable) == {}


def test_an_essay_that_nobody_marked_at_the_desk_waits_for_nobody_after_a_remark(graded: CourseValue) -> None:
    essay = written(graded, AMINA)
    service.record_criteria(graded, enrolment_of(graded, AMINA), "essay", OF_7, actor=SYSTEM, now=NOW)
    decide(graded)
    row = marking_queue(graded, marker(TUTOR, graded).person_id).rows[0]
    assert (row.essay.id, row.state, row.open) == (essay.id, MarkingState.MARKED, False)


def test_the_desk_says_so_with_the_way_to_the_decision(
    graded: CourseValue, essay: EssayValue, decided: RemarkValue, browse: Any
) -> None:
    tutor = browse(TUTOR, Role.TUTOR)  # reads French
    page = tutor.get(f"{HOME}/essays/{essay.id}").text
    assert f'href="{HOME}/remarks/{decided.id}"' in page
    assert 'name="do" value="final" id="finish"' not in page
    sent = {"csrf_token": csrf_token(tutor), "do": "final", "base": "1", "reason": "Less."}
    sent |= {f"points_{key}": "1" for key in OF_7}
    assert tutor.post(f"{HOME}/essays/{essay.id}", data=sent).status_code == 409
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)
    assert "The result stands by the decision of a re-mark" in manager.get(f"{HOME}/essays/{essay.id}").text
    assert "by a re-mark" in manager.get(f"{HOME}/essays?shown=all").text


def test_an_expert_reads_that_without_the_way_they_may_not_go(
    graded: CourseValue, essay: EssayValue, decided: RemarkValue, browse: Any
) -> None:
    page = browse(EXPERT, Role.EXPERT).get(f"{HOME}/essays/{essay.id}").text
    assert "The result stands by the decision of a re-mark" in page
    assert "/remarks/" not in page


def test_the_api_says_so(graded: CourseValue, essay: EssayValue, decided: RemarkValue, browse: Any) -> None:
    tutor: FlaskClient = browse(TUTOR, Role.TUTOR)
    path = f"/api/v1/essays/{essay.id}/marks"
    shown = tutor.get(path)
    assert shown.json["decided_by_remark"] == decided.id
    headers = {"X-CSRFToken": csrf_token(tutor), "If-Match": shown.headers["ETag"]}
    answer = tutor.put(path, json={"criteria": EVEN, "state": "final", "reason": "Less."}, headers=headers)
    assert (answer.status_code, answer.json["code"], answer.json["remark"]) == (409, "decided_by_remark", decided.id)
    listed = tutor.get(f"/api/v1{HOME}/essays").json["items"]
    assert [(one["state"], one["decided_by_remark"]) for one in listed] == [("marked", decided.id)]


@pytest.fixture
def group_decided(graded: CourseValue) -> RemarkValue:
    """Group 1 had 50 percent by two tutors; a manager gave 90 on Amina's remark."""
    mark_by_criteria(graded)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    service.release_marks(graded, "group_work", actor=SYSTEM, now=NOW)
    remark = ask(graded, key="group_work")
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, graded)
    done = service.decide_remark(graded, remark.id, "Better.", mark=Fraction(90), actor=manager, now=NOW)
    session.commit()
    return done


def test_the_desk_of_group_work_takes_no_mark_either(graded: CourseValue, group_decided: RemarkValue) -> None:
    by = actor(THEO, Role.TUTOR, graded)
    low = MarkContent(dict.fromkeys(GROUP_CRITERIA, Fraction(1)))
    args = (graded, group_of(graded, "1"), low)
    later = NOW + timedelta(days=1)
    refused(lambda: mark_group(*args, final=True, base_version=None, actor=by, now=later))
    refused(lambda: agree_mark(*args, base_version=None, actor=by, now=later))
    assert queries.decided_by_remarks(graded.id, SubjectKind.GROUP) == {group_of(graded, "1"): group_decided.id}
    mark_group(graded, group_of(graded, "2"), low, final=True, base_version=None, actor=by, now=later)


def test_the_pages_of_group_marks_say_so(graded: CourseValue, group_decided: RemarkValue, browse: Any) -> None:
    manager = browse(MANAGER, Role.ACTIVITY_MANAGER)
    group = group_of(graded, "1")
    page = manager.get(f"{HOME}/group-marks/{group}").text
    assert "The result stands by the decision of a re-mark" in page
    assert f'href="{HOME}/remarks/{group_decided.id}"' in page
    assert 'name="state" value="final"' not in page
    assert "by a re-mark" in manager.get(f"{HOME}/group-marks").text
    sent = {"csrf_token": csrf_token(manager), "state": "final", "version": "0"}
    sent |= {f"points_{key}": "1" for key in GROUP_CRITERIA}
    answer = manager.post(f"{HOME}/group-marks/{group}", data=sent)
    assert (answer.status_code, "stands by the decision of a re-mark" in answer.text) == (409, True)


def test_many_decisions_are_read_in_few_statements(
    graded: CourseValue, essay: EssayValue, decided: RemarkValue
) -> None:
    with statements() as one:
        queries.decided_by_remarks(graded.id, SubjectKind.ESSAY)
    written(graded, BONGANI)
    hand_in(graded, BONGANI)
    service.record_criteria(graded, enrolment_of(graded, BONGANI), "essay", OF_7, actor=SYSTEM, now=NOW)
    remark = ask(graded, BONGANI)
    by = actor(TINA, Role.TUTOR, graded)
    service.decide_remark(graded, remark.id, "Read again.", mark=BETTER, actor=by, now=NOW)
    session.commit()
    with statements() as two:
        found = queries.decided_by_remarks(graded.id, SubjectKind.ESSAY)
    assert set(found.values()) == {decided.id, remark.id}
    assert len(two) == len(one) <= 3
    assert essays.get_essay(essay.id).id in found
