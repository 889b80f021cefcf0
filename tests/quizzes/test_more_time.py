"""More time reaches an attempt that is open, never shortens one, and opens again what closed by itself."""

from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.courses.queries import get_course, get_enrolment
from app.courses.rules import EVERYBODY, MoreTime, Receiver
from app.courses.service import grant_extension, set_extra_time
from app.grading.models import GradeEntry
from app.grading.service import record_score
from app.quizzes import queries, service
from app.quizzes.models import ScoreRevision
from app.quizzes.rules import AttemptState, Release
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.grading.test_races import at_once
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, answers, quiz_course, stored, taking

HALF_OVER = NOW + 15 * MINUTE
OVER = NOW + 30 * MINUTE + GRACE + MILLISECOND


def extend(quiz, receiver=EVERYBODY, *, now=HALF_OVER, until=None, minutes=None):
    more = MoreTime(until=until, minutes=minutes)
    grant_extension(quiz.course, quiz.piece, receiver, more, "a power cut", actor=SYSTEM, now=now)
    session.commit()


def test_minutes_for_everybody_reach_every_open_attempt(quiz):
    attempts = [quiz.start(person) for person in (AMINA, BONGANI)]
    extend(quiz, minutes=10)
    for attempt in attempts:
        moved = stored(attempt)
        assert moved.due_at == NOW + 40 * MINUTE
        assert moved.accept_until == moved.close_at == NOW + 40 * MINUTE + GRACE


def test_minutes_for_one_reach_that_one(quiz):
    hers, his = quiz.start(AMINA), quiz.start(BONGANI)
    extend(quiz, Receiver(enrolment_id=quiz.enrolment(AMINA)), minutes=10)
    assert stored(hers).due_at == NOW + 40 * MINUTE
    assert stored(his).due_at == his.due_at


def test_minutes_for_a_group_reach_its_members(quiz):
    hers = quiz.start(AMINA)
    group = get_enrolment(quiz.course.id, quiz.enrolment(AMINA)).group_id
    extend(quiz, Receiver(group_id=group), minutes=10)
    assert stored(hers).due_at == NOW + 40 * MINUTE


def test_a_later_end_of_the_window_moves_what_the_window_cut(quiz):
    attempt = quiz.start(now=CLOSES - 10 * MINUTE)
    extend(quiz, now=CLOSES - 5 * MINUTE, until=CLOSES + 15 * MINUTE)
    assert stored(attempt).due_at == CLOSES + 15 * MINUTE
    extend(quiz, now=CLOSES - 5 * MINUTE, until=CLOSES + 60 * MINUTE)
    assert stored(attempt).due_at == CLOSES + 20 * MINUTE


def test_extra_time_reaches_an_open_attempt(quiz):
    attempt = quiz.start()
    set_extra_time(quiz.course, quiz.enrolment(AMINA), Fraction(3, 2), "reads slowly", actor=SYSTEM, now=HALF_OVER)
    session.commit()
    assert stored(attempt).due_at == NOW + 45 * MINUTE


def test_taking_extra_time_back_shortens_no_attempt(quiz):
    attempt = quiz.start()
    for factor in (Fraction(3, 2), Fraction(1)):
        set_extra_time(quiz.course, quiz.enrolment(AMINA), factor, "as agreed", actor=SYSTEM, now=HALF_OVER)
    session.commit()
    assert stored(attempt).due_at == NOW + 45 * MINUTE


def test_a_definition_with_less_time_shortens_no_attempt_and_one_with_more_stretches_it(quiz):
    attempt = quiz.start()
    for minutes, due in ((20, NOW + 30 * MINUTE), (45, NOW + 45 * MINUTE), (None, CLOSES)):
        quiz_course(quiz.course.code, minutes=minutes)
        session.commit()
        assert stored(attempt).due_at == due


def test_an_extension_that_came_before_the_start_counts_as_well(quiz):
    extend(quiz, minutes=10)
    assert quiz.start().due_at == NOW + 40 * MINUTE


def test_answers_are_taken_in_the_time_that_was_added(quiz):
    attempt = quiz.start()
    extend(quiz, minutes=10)
    assert quiz.save(attempt, 1, ["a"], now=NOW + 40 * MINUTE).version == 1
    assert quiz.settle(OVER) == 0


@pytest.fixture
def expired(quiz):
    """An attempt with two right answers that closed by itself."""
    attempt = quiz.start()
    quiz.answer_rightly(attempt, 1, 2)
    quiz.settle(OVER)
    return attempt


def test_what_closed_by_itself_opens_again_with_its_answers(quiz, expired):
    before = answers(expired)
    assert quiz.kept() == ("final", 5)
    extend(quiz, now=OVER, minutes=10)
    again = stored(expired)
    assert (again.state, again.ended_at, again.score) == (AttemptState.OPEN, None, None)
    assert again.due_at == NOW + 40 * MINUTE
    assert answers(expired) == before
    assert quiz.kept() == ("cleared", None)


def test_and_closes_again_with_the_next_score(quiz, expired):
    extend(quiz, now=OVER, minutes=10)
    quiz.answer_rightly(expired, 3, now=OVER + MINUTE)
    assert quiz.submit(expired, OVER + MINUTE).score == 3
    assert quiz.kept() == ("final", Fraction(15, 2))
    scores = select(ScoreRevision.number, ScoreRevision.score).filter_by(attempt_id=expired.id)
    assert [tuple(row) for row in session.execute(scores.order_by(ScoreRevision.number))] == [(1, 2), (2, 3)]


def test_time_that_would_be_over_as_well_opens_nothing(quiz, expired):
    extend(quiz, now=NOW + 45 * MINUTE, minutes=10)
    assert stored(expired) == queries.get_attempt(expired.id)
    assert (stored(expired).state, stored(expired).due_at) == (AttemptState.EXPIRED, NOW + 30 * MINUTE)
    assert quiz.kept() == ("final", 5)


def test_what_was_submitted_stays_submitted(quiz):
    attempt = quiz.start()
    quiz.submit(attempt)
    extend(quiz, now=OVER, minutes=60)
    assert stored(attempt).state is AttemptState.SUBMITTED
    assert quiz.kept() == ("final", 0)


def test_an_unanswered_attempt_opens_again_and_nothing_is_cleared(quiz):
    attempt = quiz.start()
    quiz.settle(OVER)
    extend(quiz, now=OVER, minutes=10)
    assert stored(attempt).is_open
    assert session.scalar(select(func.count()).select_from(GradeEntry)) == 0


def test_the_others_count_while_one_is_open_again(app):
    quiz = taking(attempts=2)
    first = quiz.start()
    quiz.answer_rightly(first, 1)
    quiz.submit(first)
    second = quiz.start()
    quiz.answer_rightly(second)
    quiz.settle(OVER)
    assert quiz.kept() == ("final", 10)
    extend(quiz, now=OVER, minutes=10)
    assert stored(second).is_open
    assert quiz.kept() == ("final", Fraction(5, 2))


def test_only_the_last_attempt_opens_again(app):
    quiz = taking(attempts=2)
    first = quiz.start()
    quiz.settle(OVER)
    second = quiz.start(now=OVER)
    extend(quiz, now=OVER, minutes=60)
    assert not stored(first).is_open
    assert stored(second).due_at == OVER + 90 * MINUTE


def test_a_score_that_was_recorded_by_hand_stays_when_the_attempt_opens_again(quiz, expired):
    record_score(quiz.course, quiz.enrolment(AMINA), "quiz_1", Fraction(9), actor=SYSTEM, now=OVER)
    session.commit()
    extend(quiz, now=OVER, minutes=10)
    assert stored(expired).is_open
    assert quiz.kept() == ("final", 9)


def test_a_score_that_was_held_back_waits_no_more_when_the_attempt_opens_again(app):
    quiz = taking(release_score=Release.AFTER_CLOSING)
    attempt = quiz.start()
    quiz.answer_rightly(attempt)
    quiz.settle(OVER)
    assert stored(attempt).release_at is not None
    extend(quiz, now=OVER, minutes=10)
    assert stored(attempt).release_at is None
    assert quiz.kept() == ("cleared", None)


def test_practice_has_no_extensions_and_follows_extra_time(app):
    quiz = taking(unmarked=True, minutes=30)
    attempt = quiz.start()
    set_extra_time(quiz.course, quiz.enrolment(AMINA), Fraction(2), "reads slowly", actor=SYSTEM, now=HALF_OVER)
    session.commit()
    assert stored(attempt).due_at == NOW + 60 * MINUTE


@pytest.mark.parametrize("times", range(3))
def test_an_extension_and_a_start_at_the_same_moment_never_miss_each_other(app, quiz, times):
    actor, quiz_id, piece = quiz.actor(AMINA), quiz.quiz.id, quiz.piece

    def start():
        service.start_attempt(quiz_id, language="en", actor=actor, now=NOW)

    def give():
        course = get_course(quiz.course.code)
        grant_extension(course, piece, EVERYBODY, MoreTime(minutes=10), "a power cut", actor=SYSTEM, now=NOW)

    tasks = (start, give) if times % 2 else (give, start)
    assert at_once(app, *tasks) == ["done", "done"]
    (attempt,) = queries.attempts_at(quiz_id)
    assert attempt.due_at == NOW + 40 * MINUTE


def test_an_extension_and_a_sweep_at_the_same_moment_leave_it_open(app, quiz):
    attempt = quiz.start()
    piece = quiz.piece

    def give():
        course = get_course(quiz.course.code)
        grant_extension(course, piece, EVERYBODY, MoreTime(minutes=10), "a power cut", actor=SYSTEM, now=OVER)

    def sweep():
        service.settle(OVER)

    assert at_once(app, give, sweep, sweep) == ["done"] * 3
    assert stored(attempt).is_open
    assert stored(attempt).due_at == NOW + 40 * MINUTE


def test_a_reloaded_definition_with_the_same_dates_moves_nothing(quiz):
    attempt = quiz.start()
    before = stored(attempt)
    quiz_course(quiz.course.code)
    session.commit()
    assert stored(attempt) == before
