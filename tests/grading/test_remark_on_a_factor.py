"""A member may have their own part in group work looked at again, also one of nothing. The others' points stay."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.service import withdraw
from app.grading import queries, service
from app.grading.queries.entries import find_group_mark
from app.grading.rules.remarks import RemarkState
from app.groupwork.service.marking import mark_group
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.rubrics.rules import MarkContent
from app.shared.database import session
from app.shared.errors import Unreadable
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, TUTOR, csrf_token
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, enrolment_of, group_of, mark_groups, row_of, staff
from tests.grading.test_remarks import ask, code_of
from tests.groupwork.peers.marked import GROUP_CRITERIA

HOME = "/courses/A9714776"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def course(graded):
    """Group 1 has 80 percent. Théo gave Bongani all of it, and Amina none."""
    mark_groups(graded, g1=80)
    theo = actor(TUTOR, Role.TUTOR, graded)
    for person, factor in ((AMINA, 0), (BONGANI, 1)):
        service.record_factor(graded, enrolment_of(graded, person), Fraction(factor), actor=theo, now=NOW)
    session.commit()
    return graded


@pytest.fixture
def tina(course):
    return actor(TINA, Role.TUTOR, course)


def factor_of(course, person):
    return row_of(course, person).standing.piece("group_work").factor


def decide(course, remark, factor, by, now=LATER):
    return service.decide_remark(course, remark.id, "You held two sessions.", factor=factor, actor=by, now=now)


def test_who_was_given_no_part_may_ask(course):
    assert ask(course, key="group_work").score_before == 80


def test_while_nobody_said_anything_of_the_part_there_is_nothing_to_ask(graded):
    mark_groups(graded, g1=80)
    assert code_of(lambda: ask(graded, key="group_work")) == "not_marked"


def test_the_members_part_changes_and_nothing_of_the_others(course, tina):
    before = row_of(course, BONGANI).derivation.total
    done = decide(course, ask(course, key="group_work"), Fraction(1, 2), tina)
    assert done.state is RemarkState.CHANGED
    assert done.is_of_factor
    assert factor_of(course, AMINA) == Fraction(1, 2)
    assert row_of(course, BONGANI).derivation.total == before
    assert find_group_mark(group_of(course, "1")).percent == 80
    assert queries.history(course.id, enrolment_of(course, AMINA))[0].reason == "You held two sessions."


def test_the_mail_says_the_new_part(course, tina):
    decide(course, ask(course, key="group_work"), Fraction(1, 2), tina)
    mail = session.query(OutboxMessage).filter_by(template="remark_decided").one()
    body = render(mail.template, mail.params, language="en", zone="UTC").body
    assert "the participation factor is now 0.5" in body
    assert "from 80" not in body


def test_who_set_the_part_does_not_decide_where_somebody_else_can(course, tina):
    theo = actor(TUTOR, Role.TUTOR, course)
    remark = ask(course, key="group_work")
    assert code_of(lambda: decide(course, remark, Fraction(1), theo)) == "own_mark"


def test_the_same_part_is_no_change(course, tina):
    with pytest.raises(Unreadable):
        decide(course, ask(course, key="group_work"), Fraction(0), tina)


def test_another_piece_has_no_part(course, tina):
    service.record_score(course, enrolment_of(course, AMINA), "quiz_1", Fraction(5), actor=SYSTEM, now=NOW)
    assert code_of(lambda: decide(course, ask(course, key="quiz_1"), Fraction(1), tina)) == "no_factor"


def test_after_closing_it_takes_a_correction(course, tina):
    remark = ask(course, key="group_work")
    service.close_course(course, actor=SYSTEM, now=NOW)
    assert code_of(lambda: decide(course, remark, Fraction(1), tina)) == "needs_correction"


def test_the_part_of_somebody_who_left_can_be_changed(course, tina):
    remark = ask(course, key="group_work")
    withdraw(course, enrolment_of(course, AMINA), "Left.", actor=SYSTEM, now=NOW)
    assert decide(course, remark, Fraction(1, 2), tina).state is RemarkState.CHANGED


def test_the_desk_still_marks_the_group_afterwards(course, tina):
    decide(course, ask(course, key="group_work"), Fraction(1, 2), tina)
    full = MarkContent(dict.fromkeys(GROUP_CRITERIA, Fraction(10)))
    for person in (TINA, MANAGER):
        by = actor(person, Role.TUTOR, course)
        at = LATER + timedelta(hours=1)
        mark_group(course, group_of(course, "1"), full, final=True, base_version=None, actor=by, now=at)
    assert find_group_mark(group_of(course, "1")).percent == 60


def test_a_part_that_changed_may_be_asked_about_again(course, tina):
    decide(course, ask(course, key="group_work"), Fraction(1, 2), tina)
    assert ask(course, key="group_work", now=LATER + timedelta(hours=1)).is_open


def test_from_the_page_of_the_participant_to_that_of_the_decision_and_back(course, browse, monkeypatch):
    for name in ("feedback", "remarks"):
        monkeypatch.setattr(f"app.grading.pages.{name}.arrived_at", lambda: LATER)
    staff(TINA, Role.TUTOR, course)
    amina, tina = browse(AMINA), browse(TINA, Role.TUTOR)
    token = {"csrf_token": csrf_token(amina)}
    assert "Ask for a re-mark" in amina.get(f"{HOME}/feedback/group_work").text
    assert amina.post(f"{HOME}/feedback/group_work", data={**token, "reason": "I was there."}).status_code == 303
    here = f"{HOME}/remarks/{queries.open_remarks(course.id)[0].id}"
    assert 'value="factor"' in tina.get(here).text
    sent = {"csrf_token": csrf_token(tina), "decision": "factor", "reason": "You were."}
    refused = tina.post(f"{here}/decision", data={**sent, "factor": "2"})
    assert refused.status_code == 422
    assert tina.post(f"{here}/decision", data={**sent, "factor": "0,5"}).status_code == 303
    assert factor_of(course, AMINA) == Fraction(1, 2)
    for page in (tina.get(here).text, amina.get(f"{HOME}/feedback/group_work").text):
        assert "The participation factor was changed." in page
        assert "The mark is now" not in page
