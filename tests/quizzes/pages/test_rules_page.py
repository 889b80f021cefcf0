"""The page before the start: rules, times in both zones, why one cannot start, own time, earlier attempts."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.courses import service as courses
from app.courses.models import Piece
from app.courses.queries import get_course
from app.courses.rules.deadlines import MoreTime
from app.courses.rules.extensions import Granted, Receiver
from app.grading import service as grading
from app.quizzes import service
from app.quizzes.rules import Counts, Release
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, MANAGER, SPONSOR, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.quizzes.cast import Taking, taking

TURIN, LUSAKA = ZoneInfo("Europe/Rome"), ZoneInfo("Africa/Lusaka")


def close_in(quiz: Taking, later: timedelta) -> None:
    """Let the quiz close so long from now."""
    session.execute(update(Piece).where(Piece.id == quiz.quiz.piece_id).values(closes_at=clock.now() + later))
    session.commit()


def as_written(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as the page writes it."""
    there = instant.astimezone(zone)
    return f"{there:%A} {there.day} {there:%B %Y, %H:%M}"


def read(client: FlaskClient, quiz: Taking) -> str:
    """The words of the page, tags and line breaks apart."""
    answer = client.get(f"/courses/{quiz.course.code}/quizzes/{quiz.quiz.key}")
    assert answer.status_code == 200
    return words(answer.get_data(as_text=True))


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def browser(app: Flask, person) -> FlaskClient:
    client = app.test_client()
    sign_in(client, enter(person))
    return client


def press_start(client: FlaskClient, quiz: Taking):
    path = f"/courses/{quiz.course.code}/quizzes/{quiz.quiz.key}/start"
    return client.post(path, data={"csrf_token": csrf_token(client)})


def test_a_participant_reads_the_window_in_both_zones_and_starts(app: Flask) -> None:
    quiz = taking(today=True)
    client = browser(app, AMINA)
    page = read(client, quiz)
    for instant in (quiz.quiz.opens_at, quiz.quiz.closes_at):
        there, own = as_written(instant, TURIN), as_written(instant, LUSAKA)
        assert (f"{there} Rome" if there == own else f"{there} Rome for you: {own} Lusaka") in page
    assert "You have 30 minutes, counted from the moment at which you start." in page
    assert "You will not have the whole time" not in page
    answer = press_start(client, quiz)
    assert answer.status_code == 303
    assert answer.location == press_start(client, quiz).location
    assert "Your attempt is under way. It ends on" in read(client, quiz)


def test_how_partial_credit_is_given_is_told_before_the_start(app: Flask) -> None:
    page = read(browser(app, AMINA), taking(today=True))
    assert "all or nothing, right minus wrong, or part by part" in page


def test_a_late_start_is_warned_of_before_it(app: Flask) -> None:
    quiz = taking(today=True)
    close_in(quiz, timedelta(minutes=11))
    page = read(browser(app, AMINA), quiz)
    assert re.search(r"If you start now, you have (9|10) minutes instead of 30 minutes: (20|21) minutes less", page)
    assert "Start the attempt" in page


def test_before_it_opens_the_page_says_when(app: Flask) -> None:
    quiz = taking(today=True)
    opens = clock.now() + timedelta(hours=3)
    session.execute(update(Piece).where(Piece.id == quiz.quiz.piece_id).values(opens_at=opens))
    session.commit()
    client = browser(app, AMINA)
    page = read(client, quiz)
    assert f"This quiz opens on {opens.astimezone(TURIN):%a} " in page
    assert "Start the attempt" not in page
    assert press_start(client, quiz).status_code == 409


def test_a_closed_quiz_says_so_instead_of_a_button(app: Flask) -> None:
    quiz = taking()
    client = browser(app, AMINA)
    page = read(client, quiz)
    assert "This quiz closed on Sun 20 Mar, 23:59 (Rome; for you Mon 21 Mar, 00:59)." in page
    assert "Start the attempt" not in page
    refused = press_start(client, quiz)
    assert refused.status_code == 409
    assert "This quiz is closed." in words(refused.get_data(as_text=True))


def test_a_used_attempt_is_listed_and_there_is_no_second_one(app: Flask) -> None:
    quiz = taking(today=True)
    client = browser(app, AMINA)
    attempt = int(press_start(client, quiz).location.rpartition("/")[2])
    service.submit_attempt(attempt, actor=quiz.actor(AMINA), now=clock.now())
    session.commit()
    page = read(client, quiz)
    assert "You have used every attempt that this quiz allows." in page
    assert "Review of attempt 1" in page
    assert "0.00 of 4.00 points" in page
    assert press_start(client, quiz).status_code == 409


def test_several_attempts_say_how_many_and_which_counts(app: Flask) -> None:
    quiz = taking(today=True, attempts=3, counts=Counts.MEAN)
    page = read(browser(app, AMINA), quiz)
    assert "You have 3 attempts. The mean of your attempts counts." in page


def test_a_score_that_is_held_back_is_not_in_the_list(app: Flask) -> None:
    quiz = taking(today=True, attempts=2, release_score=Release.AFTER_CLOSING)
    client = browser(app, AMINA)
    attempt = int(press_start(client, quiz).location.rpartition("/")[2])
    service.submit_attempt(attempt, actor=quiz.actor(AMINA), now=clock.now())
    session.commit()
    page = read(client, quiz)
    assert "Review of attempt 1" in page
    assert "of 4.00 points" not in page
    assert "Start another attempt" in page


def test_own_more_time_stands_there_with_its_reason_and_only_for_its_receiver(app: Flask) -> None:
    quiz = taking(today=True)
    granted = Granted(quiz.quiz.piece_id or 0, Receiver(enrolment_id=quiz.enrolment(AMINA)), MoreTime(minutes=15))
    courses.grant_extension(
        quiz.course, quiz.piece, granted.receiver, granted.more, "Power cut", actor=SYSTEM, now=clock.now()
    )
    session.commit()
    own = read(browser(app, AMINA), quiz)
    assert "You have 45 minutes instead of 30 minutes." in own
    assert "15 minutes more for you, by e-Campus: Power cut" in own
    others = read(browser(app, BONGANI), quiz)
    assert "You have 30 minutes, counted" in others
    assert "Power cut" not in others


def test_more_time_can_be_asked_for_here(app: Flask) -> None:
    quiz = taking(today=True)
    client = browser(app, AMINA)
    page = client.get(f"/courses/{quiz.course.code}/quizzes/quiz_1").get_data(as_text=True)
    assert f'action="/courses/{quiz.course.code}/more-time"' in page
    assert '<input type="hidden" name="piece" value="quiz_1">' in page
    data = {"piece": "quiz_1", "reason": "I travel.", "csrf_token": csrf_token(client)}
    assert client.post(f"/courses/{quiz.course.code}/more-time", data=data).status_code == 303
    assert "You asked for more time" in read(client, quiz)


def test_who_is_at_it_finds_the_way_to_ask(app: Flask) -> None:
    quiz = taking(today=True)
    client = browser(app, AMINA)
    attempt = press_start(client, quiz).location
    path = f"/courses/{quiz.course.code}/quizzes/{quiz.quiz.key}"
    assert f'href="{path}#more-time"' in client.get(attempt).text
    assert 'id="more-time"' in client.get(path).text


def test_staff_read_the_rules_and_find_no_start(app: Flask) -> None:
    quiz = taking(today=True)
    for person, role in ((MANAGER, Role.ACTIVITY_MANAGER), (TUTOR, Role.TUTOR), (SPONSOR, Role.SPONSOR)):
        enter_with_role(person, role, quiz.course.id, "SAMM" if role is Role.SPONSOR else None)
        client = browser(app, person)
        page = client.get(f"/courses/{quiz.course.code}/quizzes/quiz_1").get_data(as_text=True)
        assert "/start" not in page
        assert "more-time" not in page.partition("<main")[2]
        assert press_start(client, quiz).status_code == 403


def test_practice_is_open_without_a_window_and_offers_no_extension(app: Flask) -> None:
    quiz = taking(unmarked=True, minutes=10, attempts=None)
    page = read(browser(app, AMINA), quiz)
    assert "It is open at any time, until the course is closed." in page
    assert "This quiz is for practice: it earns no points." in page
    assert "Ask for more time" not in page


def test_in_a_closed_course_nobody_starts(app: Flask) -> None:
    quiz = taking(unmarked=True, minutes=10)
    grading.close_course(get_course(quiz.course.code), accept_unmarked="none", actor=SYSTEM, now=clock.now())
    session.commit()
    client = browser(app, AMINA)
    assert "The course is closed. Quizzes can no longer be taken." in read(client, quiz)
    assert press_start(client, quiz).status_code == 409


def test_a_quiz_that_is_not_there_is_not_found(app: Flask) -> None:
    quiz = taking()
    client = browser(app, AMINA)
    assert client.get(f"/courses/{quiz.course.code}/quizzes/quiz_99").status_code == 404
    path = f"/courses/{quiz.course.code}/quizzes/quiz_99/start"
    assert client.post(path, data={"csrf_token": csrf_token(client)}).status_code == 404
