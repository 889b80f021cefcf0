"""The team hears of a remark by mail: that one is asked for, and what the participant writes; who marked does not."""

from __future__ import annotations

import pytest

from app.grading import service
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, MANAGER, TUTOR
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, staff
from tests.grading.desk import desk_mark, hand_in
from tests.grading.test_remarks import WHY, ask, participant


@pytest.fixture
def released(graded):
    """Amina's essay was marked by a tutor of the course, and she may read the mark."""
    staff(TUTOR, Role.TUTOR, graded)
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA, by=TUTOR)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    return graded


def told():
    """Return whom the mails of remarks to the team went to."""
    mails = session.query(OutboxMessage).filter_by(template="remark_asked").order_by(OutboxMessage.id)
    return [mail.address for mail in mails]


def body_of(place):
    mail = session.query(OutboxMessage).filter_by(template="remark_asked").order_by(OutboxMessage.id).all()[place]
    return render(mail.template, mail.params, language=mail.language, zone=mail.zone).body


def test_tutors_who_did_not_give_the_mark_are_told_and_led_to_the_decision(released):
    staff(TINA, Role.TUTOR, released)
    staff(MANAGER, Role.ACTIVITY_MANAGER, released)
    remark = ask(released)
    assert told() == [TINA.email]
    assert WHY in body_of(0)
    assert f"/courses/{released.code}/remarks/{remark.id}" in body_of(0)


def test_where_every_tutor_gave_the_mark_managers_are_told(released):
    staff(MANAGER, Role.ACTIVITY_MANAGER, released)
    ask(released)
    assert told() == [MANAGER.email]


def test_where_nobody_else_is_there_the_marker_is_told(released):
    ask(released)
    assert told() == [TUTOR.email]


def test_what_the_participant_writes_goes_to_who_wrote_before(released):
    staff(TINA, Role.TUTOR, released)
    manager = actor(MANAGER, Role.ACTIVITY_MANAGER, released)
    remark = ask(released)
    service.write_about_remark(released, remark.id, "Which page?", actor=manager, now=NOW)
    service.write_about_remark(released, remark.id, "Page three.", actor=participant(released, AMINA), now=NOW)
    assert told() == [TINA.email, MANAGER.email]
    assert "Page three." in body_of(1)


def test_while_nobody_answered_it_goes_to_those_who_were_told(released):
    staff(TINA, Role.TUTOR, released)
    remark = ask(released)
    service.write_about_remark(released, remark.id, "And page four.", actor=participant(released, AMINA), now=NOW)
    assert told() == [TINA.email, TINA.email]


def test_after_closing_managers_are_told_who_alone_can_change_the_result(released):
    staff(TINA, Role.TUTOR, released)
    staff(MANAGER, Role.ACTIVITY_MANAGER, released)
    service.close_course(released, actor=SYSTEM, now=NOW)
    ask(released)
    assert told() == [TINA.email, MANAGER.email]
