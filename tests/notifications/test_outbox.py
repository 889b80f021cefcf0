"""Queueing: with its event, once; and claiming: by one sweep at a time."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from app import create_app
from app.notifications import service
from app.notifications.rules import LEASE, MOST_ATTEMPTS, message_id, next_attempt
from app.shared.database import db, session
from tests.conftest import NOW
from tests.notifications.conftest import letter, outbox, queue
from tests.statements import statements


def test_a_mail_is_queued_once_for_each_event(app: Flask) -> None:
    assert queue(letter(1), letter(2)) == 2
    assert queue(letter(1), letter(3)) == 1
    assert [mail.dedupe_key for mail in outbox()] == ["reset:1", "reset:2", "reset:3"]


def test_a_mail_leaves_with_its_event_or_not_at_all(app: Flask) -> None:
    service.enqueue(letter(), now=NOW)
    session.rollback()
    assert outbox() == []


def test_a_thousand_mails_take_few_statements(app: Flask) -> None:
    with statements() as seen:
        assert queue(*(letter(number) for number in range(1000))) == 1000
    assert len(seen) <= 2
    assert queue() == 0


def test_a_claimed_mail_belongs_to_one_sweep_until_its_lease_ends(app: Flask) -> None:
    queue(letter(1), letter(2))
    assert [mail.id for mail in service.claim(NOW, limit=1, domain="d")] == [1]
    assert [mail.id for mail in service.claim(NOW, limit=9, domain="d")] == [2]
    assert service.claim(NOW, limit=9, domain="d") == []
    assert len(service.claim(NOW + LEASE, limit=9, domain="d")) == 2


def test_two_nodes_at_once_never_claim_the_same_mail(app: Flask) -> None:
    queue(*(letter(number) for number in range(40)))
    claimed: list[int] = []
    settings = app.extensions["settings"]

    def node(other: Flask) -> None:
        with other.app_context():
            while mails := service.claim(NOW, limit=3, domain="d"):
                session.commit()
                claimed.extend(mail.id for mail in mails)
            session.rollback()
            session.remove()
            db.engine.dispose()

    # One after the other: Python 3.11 cannot always parse in two threads at once.
    others = [create_app(settings) for _ in range(4)]
    nodes = [threading.Thread(target=node, args=(other,)) for other in others]
    for thread in nodes:
        thread.start()
    for thread in nodes:
        thread.join()
    assert sorted(claimed) == list(range(1, 41))


def test_a_mail_that_would_come_too_late_is_never_sent_and_forgets_its_values(app: Flask) -> None:
    queue(letter(1, expires_at=NOW + LEASE), letter(2), letter(3, expires_at=NOW + LEASE))
    assert [mail.id for mail in service.claim(NOW, limit=1, domain="d")] == [1]
    assert [mail.id for mail in service.claim(NOW + LEASE, limit=9, domain="d")] == [2]
    assert [(mail.state, bool(mail.params)) for mail in outbox()] == [
        ("expired", False),
        ("queued", True),
        ("expired", False),
    ]


def test_what_left_before_its_time_was_over_stays_sent(app: Flask) -> None:
    queue(letter(1, expires_at=NOW + LEASE))
    (mail,) = service.claim(NOW, limit=1, domain="d")
    service.settle_sent(mail, now=NOW)
    session.commit()
    assert service.claim(NOW + LEASE, limit=9, domain="d") == []
    assert outbox()[0].state == "sent"


def test_a_message_id_is_made_of_the_event_and_kept(app: Flask) -> None:
    queue(letter())
    (first,) = service.claim(NOW, limit=1, domain="one.test")
    (again,) = service.claim(NOW + LEASE, limit=1, domain="two.test")
    assert first.message_id == again.message_id == message_id("reset:1", "one.test")


def test_a_sweep_that_lost_its_lease_does_not_put_the_mail_off(app: Flask) -> None:
    queue(letter())
    (late,) = service.claim(NOW, limit=1, domain="d")
    (mine,) = service.claim(NOW + LEASE, limit=1, domain="d")
    service.settle_failed(late, "too late", now=NOW + LEASE)
    assert outbox()[0].last_error is None
    service.settle_sent(mine, now=NOW + LEASE)
    service.settle_failed(mine, "sent already", now=NOW + LEASE)
    assert (outbox()[0].state, outbox()[0].last_error) == ("sent", None)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (19, 360)])
def test_the_next_try_comes_later_and_later(attempts: int, minutes: int) -> None:
    assert next_attempt(attempts, NOW) == NOW + timedelta(minutes=minutes)


def test_after_about_three_days_a_mail_is_given_up() -> None:
    assert next_attempt(MOST_ATTEMPTS, NOW) is None
    waits = [next_attempt(attempts, NOW) for attempts in range(1, MOST_ATTEMPTS)]
    total = sum((wait - NOW for wait in waits if wait), timedelta())
    assert timedelta(days=2.5) < total < timedelta(days=3.5)
