"""A participant's own deadlines: why they are so, what was asked and answered, and asking."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from flask.testing import FlaskClient

from app.courses.queries import requests_of
from app.courses.rules import EVERYBODY, CourseValue, MoreTime
from app.courses.service import answer_request, close_course, set_extra_time
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, MANAGER, SPONSOR, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.conftest import NOW
from tests.courses.more_time import acting, ask, grant, participant, to_group, to_person
from tests.grading.cast import graded_course
from tests.statements import statements

pytestmark = pytest.mark.alike

PAGE = "/courses/A9714776/more-time"
LATER = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


@pytest.fixture
def amina(course, client) -> FlaskClient:
    sign_in(client, enter(AMINA))
    return client


def send(client: FlaskClient, **typed: str):
    return client.post(PAGE, data={"csrf_token": csrf_token(client), "piece": "quiz_6", "reason": "fever", **typed})


def test_it_says_why_a_deadline_is_so(course, amina):
    tutor = acting(TUTOR, Role.TUTOR, course)
    grant(
        course, "quiz_6", to_person(course, AMINA), MoreTime(until=LATER), "in hospital", actor=tutor, now=clock.now()
    )
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(minutes=10), "power cut", actor=tutor)
    grant(course, "quiz_4", EVERYBODY, MoreTime(until=LATER), "server down", now=clock.now())
    page = amina.get(PAGE).text
    assert "extended for you until" in page
    assert "by Théo N’Diaye: in hospital" in page
    assert "10 minutes more for your group, by Théo N’Diaye: power cut" in page
    assert "40 minutes" in page
    assert "extended for everybody until" in page
    assert "by e-Campus: server down" in page


def test_no_piece_is_chosen_before_somebody_chooses_one(course, amina):
    chosen = r'id="more-time-piece" name="piece" required><option value="">Please choose</option>'
    assert re.search(chosen, amina.get(PAGE).text)


def test_what_did_not_move_the_deadline_is_not_given_as_its_reason(course, amina):
    grant(course, "quiz_6", to_person(course, AMINA), MoreTime(until=LATER), "the longer one", now=clock.now())
    sooner = MoreTime(until=LATER - timedelta(days=1))
    grant(course, "quiz_6", EVERYBODY, sooner, "the shorter one", now=clock.now())
    page = amina.get(PAGE).text
    assert "the longer one" in page
    assert "the shorter one" not in page


def test_nobody_elses_reasons_are_shown(course, amina):
    grant(course, "quiz_6", to_person(course, BONGANI), MoreTime(minutes=5), "in hospital")
    set_extra_time(course, participant(course, BONGANI).id, Fraction(2), "sees badly", actor=SYSTEM, now=NOW)
    ask(course, "quiz_5", BONGANI, "my child is ill")
    session.commit()
    for path in (PAGE, "/courses/A9714776", "/", "/api/v1/courses/A9714776", "/courses/A9714776/standing"):
        page = amina.get(path).text
        for secret in ("in hospital", "sees badly", "my child is ill", "× 2"):
            assert secret not in page, path


def test_the_group_reads_that_a_member_asked_and_not_why(course, app):
    request = ask(course, "group_work", BONGANI, "in hospital")
    answer_request(course, request.id, granted=True, actor=SYSTEM, now=clock.now())
    session.commit()
    browser = app.test_client()
    sign_in(browser, enter(AMINA))
    for path in (PAGE, "/courses/A9714776"):
        page = browser.get(path).text
        assert "asked for by a member of the group" in page
        assert "in hospital" not in page


def test_sponsors_see_no_extra_time(course, app):
    set_extra_time(course, participant(course, AMINA).id, Fraction(2), "sees badly", actor=SYSTEM, now=NOW)
    browser = app.test_client()
    sign_in(browser, enter_with_role(SPONSOR, Role.SPONSOR, course.id, "SAMM"))
    for path in ("/", "/courses/A9714776", "/courses/A9714776/statistics", "/api/v1/courses/A9714776/statistics"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "extra time" not in page.text
        assert "extra_time" not in page.text


def test_own_extra_time_is_told(course, amina):
    set_extra_time(course, participant(course, AMINA).id, Fraction(3, 2), "sees badly", actor=SYSTEM, now=NOW)
    page = amina.get(PAGE).text
    assert "1.50 times the time limit" in page
    assert "45 minutes" in page
    assert "sees badly" not in page
    assert "your extra time (× 1.50) is in it" in amina.get("/courses/A9714776").text


def test_asking_waits_and_says_so(course, amina):
    answer = send(amina)
    assert answer.status_code == 303
    assert [asked.reason for asked in requests_of(course.id, participant(course, AMINA).id)] == ["fever"]
    page = amina.get(answer.location).text
    assert "Your request is with the tutors." in page
    assert "You asked for more time for “Quiz 6”. A tutor will answer." in page
    assert "waits for an answer" in page
    assert '<option value="quiz_6"' not in page


def test_answers_stand_there(course, amina):
    tutor = acting(TUTOR, Role.TUTOR, course)
    for key, granted, said in (("quiz_5", True, ""), ("quiz_6", False, "The answers are out.")):
        request = ask(course, key, AMINA)
        answer_request(course, request.id, granted=granted, answer=said, actor=tutor, now=NOW)
    page = amina.get(PAGE).text
    assert "granted</span>" in page
    assert "refused</span>" in page
    assert "The answers are out." in page
    assert page.count("Théo N’Diaye") >= 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"reason": " "}, "Please say why."), ({"piece": "quiz_9"}, "no such piece"), ({"piece": ""}, "no such piece")],
)
def test_a_request_that_makes_no_sense_is_refused_and_kept_in_the_form(course, amina, typed, says):
    answer = send(amina, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert '<details class="more" open>' in answer.text
    if "reason" not in typed:
        assert "fever</textarea>" in answer.text


def test_a_second_request_for_a_piece_is_told_to_wait(course, amina):
    send(amina)
    answer = send(amina, reason="still fever")
    assert answer.status_code == 409
    assert "You have asked for this already." in answer.text


def test_in_a_closed_course_nothing_can_be_asked(course, amina):
    close_course(course.id, actor=SYSTEM, now=NOW)
    assert "Ask for more time" not in amina.get(PAGE).text
    assert "Ask for more time" not in amina.get("/courses/A9714776").text
    assert send(amina).status_code == 409


def test_the_course_page_shows_the_own_deadline_why_and_the_form(course, amina):
    grant(course, "quiz_6", to_person(course, AMINA), MoreTime(until=LATER), "in hospital", now=clock.now())
    page = amina.get("/courses/A9714776").text
    assert f'datetime="{LATER.isoformat()}"' in page
    assert "by e-Campus: in hospital" in page
    assert "Ask for more time" in page
    assert f'action="{PAGE}"' in page


def test_what_is_extended_is_to_do_again(course, amina):
    assert f'datetime="{LATER.isoformat()}"' not in amina.get("/").text
    grant(course, "quiz_1", to_person(course, AMINA), MoreTime(until=LATER), now=clock.now())
    home = amina.get("/").text
    assert f'datetime="{LATER.isoformat()}"' in home
    assert "still open" in amina.get("/courses/A9714776/standing").text


def test_staff_see_everybodys_deadline_and_no_form(course, app):
    grant(course, "quiz_6", EVERYBODY, MoreTime(until=LATER), now=clock.now())
    grant(course, "quiz_5", to_person(course, CHLOE), MoreTime(until=LATER), "in hospital", now=clock.now())
    browser = app.test_client()
    sign_in(browser, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, course.id))
    page = browser.get("/courses/A9714776").text
    assert page.count(f'datetime="{LATER.isoformat()}"') == 1
    assert "in hospital" not in page
    assert "Ask for more time" not in page


def test_it_costs_the_same_statements_however_much_there_is(course, amina):
    ask(course, "quiz_5", AMINA)
    session.commit()
    amina.get(PAGE)
    with statements() as few:
        amina.get(PAGE)
    for key in ("quiz_4", "quiz_6", "essay"):
        ask(course, key, AMINA)
        grant(course, key, EVERYBODY, MoreTime(minutes=1))
    session.commit()
    with statements() as many:
        amina.get(PAGE)
    assert len(many) == len(few) <= 7
