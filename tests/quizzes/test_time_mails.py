"""Whoever gets time back, or whose attempt opens again, is told by mail: the page may be closed."""

from sqlalchemy import select

from app.courses.rules import MoreTime, Receiver
from app.courses.service import grant_extension
from app.notifications.models import OutboxMessage
from app.quizzes import service
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI
from tests.conftest import NOW
from tests.quizzes.cast import GRACE, MILLISECOND, MINUTE, SECOND

OVER = NOW + 30 * MINUTE + GRACE + MILLISECOND


def mails() -> list[OutboxMessage]:
    session.expire_all()
    told = select(OutboxMessage).where(OutboxMessage.template == "attempt_time").order_by(OutboxMessage.id)
    return list(session.scalars(told))


def credit(attempt, now, seconds=300, reason="the hall lost its power") -> None:
    service.credit_attempt(attempt.id, seconds, reason, actor=SYSTEM, now=now)
    session.commit()


def test_time_given_back_while_an_attempt_is_under_way_is_told_with_its_reason(quiz):
    attempt = quiz.start()
    credit(attempt, NOW + MINUTE)
    (mail,) = mails()
    assert mail.address == AMINA.email
    assert mail.params["reopened"] is False
    assert mail.params["until"] == (NOW + 35 * MINUTE).isoformat()
    assert mail.params["reason"] == "the hall lost its power"
    assert mail.params["link"].endswith(f"/attempts/{attempt.id}")


def test_an_attempt_that_time_given_back_opens_again_is_told_once(quiz):
    attempt = quiz.start()
    assert quiz.settle(OVER)
    credit(attempt, OVER + MINUTE, seconds=1800)
    credit(attempt, OVER + MINUTE, seconds=1800)
    assert [mail.params["reopened"] for mail in mails()] == [True]


def test_an_attempt_that_an_extension_opens_again_is_told(quiz):
    hers, his = quiz.start(AMINA), quiz.start(BONGANI, now=NOW + 20 * MINUTE)
    assert quiz.settle(OVER) == 1
    grant_extension(quiz.course, quiz.piece, Receiver(), MoreTime(minutes=20), "strike", actor=SYSTEM, now=OVER)
    session.commit()
    assert [(mail.address, mail.params["reopened"]) for mail in mails()] == [(AMINA.email, True)]
    assert mails()[0].params["link"].endswith(f"/attempts/{hers.id}")
    assert his.is_open


def test_everybody_who_was_cut_off_is_told(quiz):
    for person in (AMINA, BONGANI):
        quiz.start(person)
    service.credit_cut_off(quiz.quiz.id, NOW, NOW + 5 * MINUTE, "the line", actor=SYSTEM, now=NOW + 6 * MINUTE)
    session.commit()
    assert {mail.address for mail in mails()} == {AMINA.email, BONGANI.email}


def test_where_nothing_moves_nobody_is_told(quiz):
    attempt = quiz.start()
    assert quiz.settle(OVER)
    credit(attempt, OVER + MINUTE, seconds=30)
    assert mails() == []
    quiz.submit(quiz.start(BONGANI, now=NOW), now=NOW + SECOND)
    assert mails() == []
