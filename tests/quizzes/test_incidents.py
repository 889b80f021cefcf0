"""Whoever was cut off is seen, and gets the time back that was lost: once, to the second, and on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.quizzes import queries, service
from app.quizzes.models import AttemptCredit, AttemptGap, Incident
from app.quizzes.queries.signs import gaps_in
from app.quizzes.rules import AttemptState
from app.shared.audit import AuditEntry, AuditPersonalValue
from app.shared.database import session
from app.shared.errors import NotAllowed, RuleBroken, Unreadable
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import GRACE, MILLISECOND, MINUTE, SECOND, stored, taking

OVER = NOW + 30 * MINUTE + GRACE + MILLISECOND


def beat(quiz, attempt, now, person=AMINA):
    pulse = service.take_pulse(attempt.id, actor=quiz.actor(person))
    service.note_heartbeat(pulse, now=now)
    session.commit()
    return pulse


def gaps(attempt):
    session.rollback()
    statement = select(AttemptGap.lost_at, AttemptGap.back_at).where(AttemptGap.attempt_id == attempt.id)
    return [tuple(row) for row in session.execute(statement.order_by(AttemptGap.id))]


def test_a_page_that_beats_leaves_no_gap(quiz):
    attempt = quiz.start()
    for quarter in range(1, 9):
        beat(quiz, attempt, NOW + quarter * 15 * SECOND)
    assert gaps(attempt) == []
    assert stored(attempt).seen_at == NOW + 120 * SECOND


def test_a_minute_of_silence_is_no_gap_and_a_moment_more_is(quiz):
    attempt = quiz.start()
    beat(quiz, attempt, NOW + 60 * SECOND)
    assert gaps(attempt) == []
    beat(quiz, attempt, NOW + 120 * SECOND + MILLISECOND)
    assert gaps(attempt) == [(NOW + 60 * SECOND, NOW + 120 * SECOND + MILLISECOND)]


def test_a_save_is_a_sign_of_life(quiz):
    attempt = quiz.start()
    quiz.save(attempt, 1, ["a"], now=NOW + 50 * SECOND)
    beat(quiz, attempt, NOW + 100 * SECOND)
    assert gaps(attempt) == []


def test_a_beat_right_after_a_save_writes_nothing(quiz):
    attempt = quiz.start()
    quiz.save(attempt, 1, ["a"], now=NOW + 50 * SECOND)
    beat(quiz, attempt, NOW + 55 * SECOND)
    assert stored(attempt).seen_at == NOW


def test_of_two_pages_that_come_back_at_once_one_notes_the_gap(app, quiz):
    attempt, actor = quiz.start(), quiz.actor(AMINA)
    pulse = service.take_pulse(attempt.id, actor=actor)

    def come_back():
        service.note_heartbeat(pulse, now=NOW + 5 * MINUTE)

    assert at_once(app, come_back, come_back, come_back) == ["done"] * 3
    assert gaps(attempt) == [(NOW, NOW + 5 * MINUTE)]


def test_an_attempt_that_ended_notes_nothing(quiz):
    attempt = quiz.start()
    quiz.submit(attempt)
    beat(quiz, attempt, NOW + 5 * MINUTE)
    assert gaps(attempt) == []


def test_whoever_never_came_back_was_cut_off_until_the_deadline(quiz):
    attempt = quiz.start()
    quiz.save(attempt, 1, ["a"], now=NOW + 10 * MINUTE)
    quiz.settle(OVER)
    assert gaps(attempt) == [(NOW + 10 * MINUTE, attempt.due_at)]


def test_whoever_is_cut_off_now_is_seen_before_they_come_back(quiz):
    attempt = quiz.start()
    found = gaps_in([stored(attempt)], NOW + 5 * MINUTE)
    assert [(gap.lost_at, gap.back_at) for gap in found[attempt.id]] == [(NOW, None)]
    assert gaps_in([stored(attempt)], NOW + 60 * SECOND) == {}


def test_only_its_owner_in_person_beats(quiz):
    attempt = quiz.start()
    script = Actor(attempt.person_id, "p", (Grant(Role.PARTICIPANT, quiz.course.id),), frozenset({"take_quiz"}))
    for actor in (quiz.actor(BONGANI), script, SYSTEM):
        with pytest.raises(NotAllowed):
            service.take_pulse(attempt.id, actor=actor)


def tutor(quiz):
    return Actor(quiz.actor(CHLOE).person_id, "tutor", (Grant(Role.TUTOR, quiz.course.id),))


def credit(quiz, attempt, seconds, now, reason="the hall lost its power", *, by=None):
    done = service.credit_attempt(attempt.id, seconds, reason, actor=by or tutor(quiz), now=now)
    session.commit()
    return done


def give_back(quiz, began, ended, now, reason="the server stood still"):
    done = service.credit_cut_off(quiz.quiz.id, began, ended, reason, actor=tutor(quiz), now=now)
    session.commit()
    return done.seconds


def test_time_given_back_moves_all_three_instants(quiz):
    attempt = quiz.start()
    credit(quiz, attempt, 90, NOW + MINUTE)
    moved = stored(attempt)
    assert moved.due_at == NOW + 30 * MINUTE + 90 * SECOND
    assert moved.accept_until == moved.close_at == moved.due_at + GRACE
    assert moved.credit_seconds == 90


def test_it_is_on_record_who_gave_it_and_why(quiz):
    attempt = quiz.start()
    done = credit(quiz, attempt, 90, NOW + MINUTE)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "credit_time")).one()
    assert entry.actor_id == tutor(quiz).person_id
    assert entry.after["seconds"] == {str(attempt.id): 90}
    reason = session.scalars(select(AuditPersonalValue.value).where(AuditPersonalValue.entry_id == entry.id)).all()
    assert reason == ["the hall lost its power"]
    incident = session.get_one(Incident, done.incident_id)
    assert (incident.reason, incident.granted_at) == ("the hall lost its power", NOW + MINUTE)


def test_time_adds_up_and_a_second_click_does_not(quiz):
    attempt = quiz.start()
    first = credit(quiz, attempt, 60, NOW + MINUTE)
    assert credit(quiz, attempt, 60, NOW + MINUTE + SECOND) == first
    assert stored(attempt).credit_seconds == 60
    credit(quiz, attempt, 60, NOW + 2 * MINUTE)
    credit(quiz, attempt, 30, NOW + 2 * MINUTE)
    assert stored(attempt).due_at == NOW + 32 * MINUTE + 30 * SECOND


def test_an_attempt_that_ran_out_opens_again_when_it_has_time(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    quiz.settle(OVER)
    assert credit(quiz, attempt, 30, NOW + 31 * MINUTE).seconds == {}
    assert stored(attempt).state is AttemptState.EXPIRED
    assert credit(quiz, attempt, 300, NOW + 31 * MINUTE).seconds == {attempt.id: 300}
    assert stored(attempt).is_open
    assert quiz.kept() == ("cleared", None)


def test_what_was_submitted_gets_no_time(quiz):
    attempt = quiz.start()
    quiz.submit(attempt)
    assert credit(quiz, attempt, 600, NOW + MINUTE).seconds == {}


def test_what_nothing_ends_needs_no_time(app):
    quiz = taking(unmarked=True, minutes=None)
    assert credit(quiz, quiz.start(), 600, NOW + MINUTE).seconds == {}


def test_all_who_were_cut_off_get_back_what_they_lost_in_the_interval(quiz):
    cut, beating, saving = (quiz.start(person) for person in (AMINA, BONGANI, CHLOE))
    for minute in range(1, 11):
        beat(quiz, beating, NOW + minute * MINUTE, BONGANI)
    quiz.save(saving, 1, ["a"], now=NOW + 4 * MINUTE)
    beat(quiz, cut, NOW + 8 * MINUTE)
    given = give_back(quiz, NOW + 2 * MINUTE, NOW + 6 * MINUTE, NOW + 10 * MINUTE)
    assert given == {cut.id: 240, saving.id: 120}
    assert stored(cut).due_at == NOW + 34 * MINUTE
    assert stored(beating).due_at == NOW + 30 * MINUTE


def test_the_same_interval_again_gives_nothing_and_a_longer_one_the_rest(quiz):
    attempt = quiz.start()
    beat(quiz, attempt, NOW + 9 * MINUTE)
    now = NOW + 10 * MINUTE
    assert give_back(quiz, NOW + 2 * MINUTE, NOW + 6 * MINUTE, now) == {attempt.id: 240}
    assert give_back(quiz, NOW + 2 * MINUTE, NOW + 6 * MINUTE, now) == {}
    assert give_back(quiz, NOW, NOW + 7 * MINUTE, now) == {attempt.id: 180}
    assert stored(attempt).credit_seconds == 420


def test_whoever_ran_out_while_cut_off_gets_the_time_and_goes_on(quiz):
    attempt = quiz.start()
    quiz.answer_rightly(attempt, 1, now=NOW + 20 * MINUTE)
    quiz.settle(OVER)
    given = give_back(quiz, NOW + 20 * MINUTE, NOW + 40 * MINUTE, NOW + 40 * MINUTE)
    assert given == {}  # ten minutes were lost before the deadline, and as many have gone since
    given = give_back(quiz, NOW + 20 * MINUTE, NOW + 38 * MINUTE, NOW + 38 * MINUTE)
    assert given == {attempt.id: 600}
    assert stored(attempt).due_at == NOW + 40 * MINUTE
    assert stored(attempt).is_open


def test_credit_stays_when_an_extension_comes_on_top(quiz):
    from app.courses.rules import EVERYBODY, MoreTime  # noqa: PLC0415
    from app.courses.service import grant_extension  # noqa: PLC0415

    attempt = quiz.start()
    credit(quiz, attempt, 120, NOW + MINUTE)
    grant_extension(quiz.course, quiz.piece, EVERYBODY, MoreTime(minutes=10), "strike", actor=SYSTEM, now=NOW)
    session.commit()
    assert stored(attempt).due_at == NOW + 42 * MINUTE


@pytest.mark.parametrize("role", [Role.EXPERT, Role.ASSISTANT, Role.SPONSOR, Role.PARTICIPANT])
def test_who_may_not_grant_time_may_not_give_it_back(quiz, role):
    attempt = quiz.start()
    actor = Actor(attempt.person_id, "p", (Grant(role, quiz.course.id),))
    with pytest.raises(NotAllowed):
        credit(quiz, attempt, 60, NOW, by=actor)
    with pytest.raises(NotAllowed):
        service.credit_cut_off(quiz.quiz.id, NOW - MINUTE, NOW, "r", actor=actor, now=NOW)


@pytest.mark.parametrize(("seconds", "reason"), [(0, "r"), (-5, "r"), (86_401, "r"), (60, "  "), (60, "x" * 1001)])
def test_nonsense_gives_nothing(quiz, seconds, reason):
    attempt = quiz.start()
    with pytest.raises(Unreadable):
        credit(quiz, attempt, seconds, NOW, reason)
    session.rollback()
    assert session.scalars(select(AttemptCredit)).all() == []


@pytest.mark.parametrize(("began", "ended"), [(0, 0), (2, 1), (0, 11)])
def test_an_interval_begins_before_it_ends_and_lies_in_the_past(quiz, began, ended):
    quiz.start()
    with pytest.raises(Unreadable):
        give_back(quiz, NOW + began * MINUTE, NOW + ended * MINUTE, NOW + 10 * MINUTE)


def test_in_a_closed_course_no_time_is_given(quiz):
    from app.courses.queries import get_course  # noqa: PLC0415
    from app.grading.service import close_course  # noqa: PLC0415

    attempt = quiz.start()
    close_course(get_course(quiz.course.code), accept_unmarked="over", actor=SYSTEM, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken) as refused:
        credit(quiz, attempt, 60, NOW)
    assert refused.value.code == "course_closed"


def test_a_gap_that_was_noted_before_a_reopening_counts_once(quiz):
    attempt = quiz.start()
    quiz.settle(OVER)
    credit(quiz, attempt, 1800, NOW + 31 * MINUTE)
    beat(quiz, attempt, NOW + 35 * MINUTE)
    assert gaps(attempt) == [(NOW, NOW + 30 * MINUTE), (NOW + 30 * MINUTE, NOW + 35 * MINUTE)]
    assert timedelta(minutes=35) == sum((back - lost for lost, back in gaps(attempt)), timedelta())
    assert queries.get_attempt(attempt.id).is_open
