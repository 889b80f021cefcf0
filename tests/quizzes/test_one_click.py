"""What one click grants to somebody whose time runs, or ran out: minutes, where a later end would move nothing."""

from datetime import timedelta

from sqlalchemy import select

from app.courses.queries import get_course, open_requests
from app.courses.rules import RequestValue
from app.courses.service import answer_request, ask_for_extension
from app.notifications.models import OutboxMessage
from app.quizzes.rules import AttemptState
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, TUTOR, enter_with_role
from tests.conftest import NOW
from tests.quizzes.cast import CLOSES, GRACE, MILLISECOND, MINUTE, SECOND, stored, taking

OVER = NOW + 30 * MINUTE + GRACE + MILLISECOND


def asked(quiz, now) -> RequestValue:
    found = ask_for_extension(quiz.course, quiz.piece, "a power cut", actor=quiz.actor(AMINA), now=now)
    session.commit()
    return found


def one_click(quiz, request, now) -> None:
    answer_request(get_course(quiz.course.code), request.id, granted=True, actor=SYSTEM, now=now)
    session.commit()


def test_an_attempt_under_way_gets_half_its_time_limit_more(quiz):
    attempt = quiz.start()
    one_click(quiz, asked(quiz, NOW + 20 * MINUTE), NOW + 21 * MINUTE)
    assert stored(attempt).due_at == NOW + 45 * MINUTE
    assert open_requests(quiz.course.id) == ()


def test_tutors_are_told_until_when_an_answer_helps(quiz):
    enter_with_role(TUTOR, Role.TUTOR, quiz.course.id)
    attempt = quiz.start()
    asked(quiz, NOW + 20 * MINUTE)
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "extension_asked"))
    assert mail.params["runs_until"] == attempt.due_at.isoformat()


def test_tutors_are_told_of_no_end_where_nothing_runs(quiz):
    enter_with_role(TUTOR, Role.TUTOR, quiz.course.id)
    asked(quiz, NOW)
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "extension_asked"))
    assert mail.params["runs_until"] is None


def test_an_attempt_whose_time_ran_out_opens_again_for_half_its_time_limit(quiz):
    attempt = quiz.start()
    request = asked(quiz, NOW + 29 * MINUTE)
    assert quiz.settle(OVER)
    one_click(quiz, request, NOW + 90 * MINUTE + 20 * SECOND)
    again = stored(attempt)
    assert again.state is AttemptState.OPEN
    assert again.due_at == NOW + 106 * MINUTE  # full minutes, and never fewer than half the limit


def test_a_later_end_is_granted_where_it_moves_the_attempt(quiz):
    attempt = quiz.start(now=CLOSES - 10 * MINUTE)
    one_click(quiz, asked(quiz, CLOSES - 9 * MINUTE), CLOSES - 8 * MINUTE)
    assert stored(attempt).due_at == CLOSES + 20 * MINUTE


def test_a_later_end_is_granted_to_who_has_not_begun(quiz):
    one_click(quiz, asked(quiz, NOW), NOW)
    assert quiz.start(now=CLOSES + timedelta(days=2) - 30 * MINUTE).due_at == CLOSES + timedelta(days=2)


def test_a_later_end_is_granted_where_there_is_another_attempt(app):
    quiz = taking(attempts=2)
    quiz.start()
    assert quiz.settle(OVER)
    one_click(quiz, asked(quiz, OVER), OVER)
    assert quiz.start(now=CLOSES + timedelta(days=1)).due_at == CLOSES + timedelta(days=1) + 30 * MINUTE


def test_what_ran_out_long_ago_is_given_days(quiz):
    attempt = quiz.start()
    assert quiz.settle(OVER)
    one_click(quiz, asked(quiz, NOW + timedelta(days=3)), NOW + timedelta(days=3))
    assert stored(attempt).state is AttemptState.EXPIRED
