"""Who has not rated is reminded while there is time: once for each end, in their language, in the course's words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.courses.service import close_course, withdraw
from app.groupwork.jobs import remind_raters
from app.groupwork.rules.peer_windows import PeerWindow
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.groupwork.service.peer_windows import set_peer_window
from app.notifications.documents import render
from app.notifications.models import OutboxMessage
from app.shared.database import session
from app.shared.permissions import SYSTEM
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR
from tests.conftest import NOW
from tests.courses.materials.cast import FILES, SHELF, give_texts
from tests.groupwork.peers.cast import AFTER, BEFORE, DIDIER, ESTHER, FARAI, assign, ids, open_peers, share, team_course

ALL = {AMINA.email, BONGANI.email, CHLOE.email, DIDIER.email, ESTHER.email, FARAI.email}


@pytest.fixture
def course(app: Flask):
    course = team_course()
    assign(course, g1="2", g2="1")
    return course


def mails() -> list[OutboxMessage]:
    session.expire_all()
    found = session.query(OutboxMessage).filter(OutboxMessage.dedupe_key.like("peer-reminder:%"))
    return found.order_by(OutboxMessage.id).all()


def set_dates(course, opens_at: datetime, closes_at: datetime, kind: PeerKind = PeerKind.WITHIN) -> None:
    set_peer_window(course, kind, opens_at, closes_at, Missing.IGNORE, base_version=None, actor=SYSTEM, now=opens_at)
    session.commit()


def test_those_who_have_not_shared_are_reminded(course):
    open_peers(course)
    share(course, AMINA, Bongani=40, Chloé=30, Didier=30)
    session.commit()
    assert remind_raters(NOW) == 5
    assert {mail.address for mail in mails()} == ALL - {AMINA.email}


def test_once_however_often_the_sweep_comes_by(course):
    open_peers(course)
    assert [remind_raters(NOW), remind_raters(NOW), remind_raters(NOW + timedelta(hours=1))] == [6, 0, 0]


def test_of_presentations_those_who_rate_for_their_group(course):
    open_peers(course, PeerKind.BETWEEN)
    assert remind_raters(NOW) == 2
    assert {mail.address for mail in mails()} == {AMINA.email, ESTHER.email}  # the ambassadors


@pytest.mark.parametrize(
    ("when", "due"),
    [
        (NOW - timedelta(days=3, seconds=1), 0),
        (NOW - timedelta(days=2, seconds=1), 0),
        (NOW - timedelta(days=2), 6),
        (NOW, 6),
        (NOW + timedelta(seconds=1), 0),
    ],
    ids=["long before", "just before", "two days before", "at the end", "after it"],
)
def test_it_is_due_from_two_days_before_the_end_until_then(course, when, due):
    set_dates(course, NOW - timedelta(days=10), NOW)
    assert remind_raters(when) == due


def test_a_time_that_is_shorter_than_two_days_is_reminded_of_at_its_beginning():
    window = PeerWindow(NOW, NOW + timedelta(hours=5), Missing.IGNORE)
    assert (window.reminds_at, window.reminds(NOW - timedelta(seconds=1)), window.reminds(NOW)) == (NOW, False, True)


def test_an_end_that_is_moved_is_reminded_of_anew(course):
    open_peers(course)
    remind_raters(NOW)
    set_dates(course, BEFORE, AFTER + timedelta(days=7))
    assert remind_raters(AFTER) == 0
    assert remind_raters(AFTER + timedelta(days=6)) == 6


def test_nobody_is_reminded_of_what_has_no_dates_or_in_a_closed_course(course):
    assert remind_raters(NOW) == 0
    open_peers(course)
    close_course(course.id, actor=SYSTEM, now=NOW)
    session.commit()
    assert remind_raters(NOW) == 0


def test_who_left_the_course_is_not_reminded(course):
    open_peers(course)
    withdraw(course, ids(course)["Bongani"], "Left.", actor=SYSTEM, now=NOW)
    session.commit()
    assert remind_raters(NOW) == 5
    assert BONGANI.email not in {mail.address for mail in mails()}


def test_each_in_their_language_on_their_clock_with_the_way_there(course):
    open_peers(course)
    remind_raters(NOW)
    by = {mail.address: mail for mail in mails()}
    said = {
        person: render(
            by[person.email].template, by[person.email].params, language=person.language, zone=person.timezone
        )
        for person in (AMINA, CHLOE)
    }
    assert said[AMINA].subject.startswith("Your rating is still missing")
    assert "you have not yet shared 100 points over your team" in said[AMINA].body
    assert f"/courses/{course.code}/peers/team" in said[AMINA].body
    assert said[CHLOE].subject.startswith("Votre évaluation manque encore")
    assert "vous n’avez pas encore réparti 100 points" in said[CHLOE].body
    assert TUTOR.email not in by


def test_a_course_gives_its_own_words(course):
    words = (SHELF / "messages" / "reminder_peer_rating.yaml").read_bytes()
    give_texts(course, {**FILES, "messages/reminder_peer_rating.yaml": words})
    open_peers(course)
    remind_raters(NOW)
    mail = next(one for one in mails() if one.address == CHLOE.email)
    assert mail.template == "course_message"
    assert mail.params["body"].startswith("Bonjour Chloé,")
    assert "{" not in mail.params["body"]
    assert "–\n" not in mail.params["body"]
