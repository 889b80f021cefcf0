"""Remarks: asked for in time by whose mark it is, written about, decided by somebody else, recorded."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.courses.queries import get_course
from app.grading import queries, service
from app.grading.models import GradeEntry, Remark
from app.grading.rules.remarks import RemarkState
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, ASSISTANT, BONGANI, MANAGER, TUTOR, enter
from tests.conftest import NOW
from tests.grading.cast import TINA, actor, enrolment_of, mark_groups, row_of
from tests.grading.desk import OF_7, desk_group_mark, desk_mark, hand_in
from tests.grading.test_races import at_once

WHY = "The second criterion was read on another essay."


def participant(course, person) -> Actor:
    entered = enter(person)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.PARTICIPANT, course.id),))


@pytest.fixture
def released(graded):
    """Amina's essay has 28 of 40 points by Théo, released."""
    hand_in(graded, AMINA, BONGANI)
    desk_mark(graded, AMINA, by=TUTOR)
    service.release_marks(graded, "essay", actor=SYSTEM, now=NOW)
    session.commit()
    return graded


@pytest.fixture
def tina(graded):
    return actor(TINA, Role.TUTOR, graded)


def ask(course, person=AMINA, key="essay", reason=WHY, now=NOW):
    return service.ask_for_remark(course, key, reason, actor=participant(course, person), now=now)


def code_of(call, error=RuleBroken):
    with pytest.raises(error) as refused:
        call()
    return refused.value.code


def test_a_remark_is_open_until_it_is_decided(released):
    remark = ask(released)

    assert (remark.state, remark.reason, remark.score_before) == (RemarkState.OPEN, WHY, Fraction(28))
    assert queries.open_remarks(released.id) == (remark,)
    assert queries.count_open_remarks(released.id) == 1


@pytest.mark.parametrize("key", ["essay", "group_work", "quiz_1"])
def test_without_a_mark_that_is_known_there_is_nothing_to_ask(graded, key):
    hand_in(graded, AMINA)
    desk_mark(graded, AMINA)
    desk_group_mark(graded, "1", 80)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    assert code_of(lambda: ask(graded, key=key)) == "not_marked"


def test_the_window_is_days_of_wall_time_after_the_release(released):
    last = NOW + timedelta(days=14) - timedelta(hours=1)  # clocks went forward in between
    assert code_of(lambda: ask(released, now=last + timedelta(seconds=1))) == "remark_window_over"
    assert ask(released, now=last).is_open


def test_a_later_mark_opens_the_window_anew(released):
    later = NOW + timedelta(days=30)
    desk_mark(released, AMINA, dict(OF_7, clarity=Fraction(6)), now=later)
    assert ask(released, now=later + timedelta(days=13)).score_before == 27


def test_a_reason_is_needed(released):
    assert code_of(lambda: ask(released, reason="  "), Unreadable) == "unreadable"


def test_one_at_a_time_and_none_after_a_decision_on_the_same_mark(released, tina):
    remark = ask(released)
    assert code_of(lambda: ask(released)) == "remark_open"
    service.decide_remark(released, remark.id, "It is fair.", actor=tina, now=NOW + timedelta(days=1))
    assert code_of(lambda: ask(released, now=NOW + timedelta(days=2))) == "remark_decided"


def test_one_that_was_taken_back_can_be_asked_again(released):
    remark = ask(released)
    service.withdraw_remark(released, remark.id, actor=participant(released, AMINA), now=NOW)
    assert queries.get_remark(released.id, remark.id).state is RemarkState.WITHDRAWN
    assert ask(released).is_open


def test_of_many_who_click_twice_one_remark_is_open(app, released):
    outcomes = at_once(app, *[lambda: ask(get_course(released.code))] * 8)
    assert sorted(outcomes) == ["done", *["remark_open"] * 7]
    assert session.query(Remark).count() == 1


def test_the_mark_stays_and_the_participant_reads_why(released, tina):
    remark = service.decide_remark(released, ask(released).id, "It is fair.", actor=tina, now=NOW)

    assert (remark.state, remark.decision, remark.decided_by) == (RemarkState.UPHELD, "It is fair.", tina.person_id)
    assert not remark.by_marker
    mail = session.query(OutboxMessage).filter_by(template="remark_decided").one()
    assert (mail.address, mail.params["changed"], mail.params["reason"]) == (AMINA.email, False, "It is fair.")


def test_another_mark_is_recorded_by_the_ordinary_verb_with_the_reason(released, tina):
    new = dict(OF_7, alignment=Fraction(9))
    remark = service.decide_remark(released, ask(released).id, "Read again.", mark=new, actor=tina, now=NOW)

    assert (remark.state, remark.score_before, remark.score_after) == (RemarkState.CHANGED, 28, 30)
    assert row_of(released, AMINA).derivation.essay_points == 30
    entry = session.query(GradeEntry).order_by(GradeEntry.id.desc()).first()
    assert (entry.reason, entry.actor_id) == ("Read again.", tina.person_id)


def test_a_groups_mark_changes_for_the_whole_group(graded, tina):
    mark_groups(graded, g1=70)
    for person in (AMINA, BONGANI):
        service.record_factor(graded, enrolment_of(graded, person), Fraction(1), actor=SYSTEM, now=NOW)
    service.decide_remark(
        graded, ask(graded, key="group_work").id, "Read again.", mark=Fraction(80), actor=tina, now=NOW
    )
    assert row_of(graded, BONGANI).derivation.group_points == 24


def test_a_new_mark_that_is_the_old_one_is_no_change(graded, tina):
    mark_groups(graded, g1=70)
    service.record_factor(graded, enrolment_of(graded, AMINA), Fraction(1), actor=SYSTEM, now=NOW)
    remark = ask(graded, key="group_work")
    assert code_of(
        lambda: service.decide_remark(graded, remark.id, "Read again.", mark=Fraction(70), actor=tina, now=NOW),
        Unreadable,
    )


def test_who_gave_the_mark_does_not_decide_where_somebody_else_can(released, tina):
    theo = actor(TUTOR, Role.TUTOR, released)
    remark = ask(released)
    assert tina
    assert code_of(lambda: service.decide_remark(released, remark.id, "Fair.", actor=theo, now=NOW)) == "own_mark"


def test_who_gave_it_decides_where_nobody_else_can_and_it_says_so(released):
    theo = actor(TUTOR, Role.TUTOR, released)
    actor(ASSISTANT, Role.ASSISTANT, released)
    remark = service.decide_remark(released, ask(released).id, "Fair.", actor=theo, now=NOW)
    assert remark.by_marker


def test_a_decision_needs_a_reason_and_comes_once(released, tina):
    remark = ask(released)
    assert code_of(lambda: service.decide_remark(released, remark.id, "", actor=tina, now=NOW), Unreadable)
    service.decide_remark(released, remark.id, "Fair.", actor=tina, now=NOW)
    assert code_of(lambda: service.decide_remark(released, remark.id, "Fair.", actor=tina, now=NOW)) == "remark_over"


def test_participant_and_team_write_to_each_other_while_it_is_open(released, tina):
    remark = ask(released)
    service.write_about_remark(released, remark.id, "Which paragraph?", actor=tina, now=NOW)
    service.write_about_remark(released, remark.id, "The last.", actor=participant(released, AMINA), now=NOW)

    assert [(one.body, one.from_staff) for one in queries.thread_of(remark.id)] == [
        ("Which paragraph?", True),
        ("The last.", False),
    ]
    mails = session.query(OutboxMessage).filter_by(template="remark_message").all()
    assert [(mail.address, mail.params["body"]) for mail in mails] == [(AMINA.email, "Which paragraph?")]
    service.decide_remark(released, remark.id, "Fair.", actor=tina, now=NOW)
    assert (
        code_of(lambda: service.write_about_remark(released, remark.id, "More", actor=tina, now=NOW)) == "remark_over"
    )


@pytest.mark.parametrize("verb", ["write", "withdraw"])
def test_another_participants_remark_is_not_there(released, verb):
    remark, peer = ask(released), participant(released, BONGANI)
    verbs = {
        "write": lambda: service.write_about_remark(released, remark.id, "Me too.", actor=peer, now=NOW),
        "withdraw": lambda: service.withdraw_remark(released, remark.id, actor=peer, now=NOW),
    }
    with pytest.raises(NotFound):
        verbs[verb]()


def test_who_may_do_what(released):
    remark = ask(released)
    with pytest.raises(NotAllowed):
        service.ask_for_remark(released, "essay", WHY, actor=actor(TINA, Role.TUTOR, released), now=NOW)
    with pytest.raises(NotAllowed):
        service.decide_remark(released, remark.id, "Yes.", actor=participant(released, AMINA), now=NOW)


def test_after_closing_the_mark_can_stay_and_a_change_is_a_correction(released, tina):
    service.close_course(released, accept_unmarked="Ill.", actor=SYSTEM, now=NOW)
    session.commit()
    closed = get_course(released.code)
    remark = ask(closed)
    change = dict(OF_7, alignment=Fraction(9))
    assert (
        code_of(lambda: service.decide_remark(closed, remark.id, "Again.", mark=change, actor=tina, now=NOW))
        == "needs_correction"
    )
    assert service.decide_remark(closed, remark.id, "Fair.", actor=tina, now=NOW).state is RemarkState.UPHELD


def test_a_manager_decides_in_person(released):
    marta = actor(MANAGER, Role.ACTIVITY_MANAGER, released)
    assert (
        service.decide_remark(released, ask(released).id, "Fair.", actor=marta, now=NOW).decided_by == marta.person_id
    )
