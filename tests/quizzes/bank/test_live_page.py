from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.courses.models import Enrolment
from app.courses.queries import roster
from app.courses.service import close_course
from app.quizzes import queries
from app.quizzes.models import Attempt, AttemptGap
from app.quizzes.queries.live import credits_of, live_view
from app.quizzes.rules.watching import Signs, View, Watched, people_of
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests import cast
from tests.cast import AMINA, BONGANI, CHLOE
from tests.conftest import NOW
from tests.courses.cast import ADA as ROW
from tests.courses.cast import import_rows
from tests.quizzes.bank.cast import browser_of, fields_of, post
from tests.quizzes.cast import MINUTE, SECOND, Taking, stored, taking
from tests.quizzes.questions import bank, single
from tests.statements import statements

PATH = "/courses/QUIZ-1/quizzes/quiz_1/live"


@pytest.fixture
def quiz(app: Flask) -> Taking:
    return taking(today=True)


@pytest.fixture
def tutor(app: Flask, quiz: Taking) -> FlaskClient:
    return browser_of(app, Role.TUTOR, quiz.course, cast.EXPERT)


def text_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(PATH + query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def seen(attempt: object, at: datetime) -> None:
    session.execute(sa.update(Attempt).where(Attempt.id == attempt.id).values(seen_at=at))
    session.commit()


def gap(attempt: object, lost: datetime, back: datetime) -> None:
    session.add(AttemptGap(attempt_id=attempt.id, lost_at=lost, back_at=back))
    session.commit()


def view(quiz: Taking, now: datetime = NOW, **asked: object):
    return live_view(quiz.quiz, quiz.course, Watched(**asked), now, 1)


def names(live: object) -> list[str]:
    return [person.enrolment.given_name for person in live.rows]


@pytest.fixture
def then(app: Flask) -> Taking:
    """A quiz that is open at NOW."""
    return taking()


def test_everybody_stands_in_one_of_three_lists(then: Taking) -> None:
    then.start(AMINA)
    then.submit(then.start(BONGANI))
    counts = view(then).counts
    assert counts == {View.OPEN: 1, View.ENDED: 1, View.WAITING: 1}
    assert [names(view(then, view=one)) for one in View] == [["Amina"], ["Bongani"], ["Chloé"]]


def test_whose_time_ends_first_comes_first(then: Taking) -> None:
    then.start(AMINA, now=NOW)
    then.start(BONGANI, now=NOW - 5 * MINUTE)
    assert names(view(then)) == ["Bongani", "Amina"]


def test_answers_that_were_emptied_again_do_not_count_as_answered(then: Taking) -> None:
    attempt = then.start(AMINA)
    then.answer_rightly(attempt, 1, 2)
    then.save(attempt, 2, [])
    signs = view(then).signs[attempt.id]
    assert (signs.answered, signs.questions) == (1, 4)


def test_who_was_not_heard_of_for_a_minute_is_cut_off(then: Taking) -> None:
    attempt = then.start(AMINA)
    then.start(BONGANI)
    then.save(attempt, 1, [], now=NOW + 30 * SECOND)
    at = NOW + 61 * SECOND
    assert (view(then, at).silent, names(view(then, at, cut_off=True))) == (1, ["Bongani"])
    assert view(then, NOW + 60 * SECOND).silent == 0


def test_an_attempt_that_a_participant_went_on_with_stands_among_those_in_progress(app: Flask) -> None:
    there = taking(attempts=2)
    there.submit(there.start(AMINA))
    there.start(AMINA)
    (person,) = view(there).rows
    assert (person.attempt.number, person.attempts) == (2, 2)


def test_the_search_looks_for_parts_of_names_without_accents(then: Taking) -> None:
    assert names(view(then, view=View.WAITING, search="chloe alm")) == ["Chloé"]
    assert names(view(then, view=View.WAITING, search="nobody")) == []


def test_a_hundred_people_stand_on_a_page(then: Taking) -> None:
    import_rows(then.course, *({**ROW, "email": f"p{number}@example.org", "ambassador": ""} for number in range(99)))
    live = view(then, view=View.WAITING)
    assert (len(live.rows), live.found, live.pages) == (100, 102, 2)
    second = live_view(then.quiz, then.course, Watched(View.WAITING), NOW, 2)
    assert len(second.rows) == 2


def test_the_page_costs_the_same_statements_for_any_number_of_people(then: Taking) -> None:
    def counted() -> int:
        with statements() as found:
            view(then)
        return len(found)

    then.start(AMINA)
    one = counted()
    for person in (BONGANI, CHLOE):
        then.answer_rightly(then.start(person))
    assert counted() == one <= 9


def test_the_page_shows_who_is_in_it_and_loads_itself_anew(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 10 * MINUTE)
    quiz.answer_rightly(attempt, 1, now=now)
    page = text_of(tutor)
    assert "Amina Banda" in page
    assert "1 of 4" in page
    assert "connected" in page
    assert '<meta http-equiv="refresh" content="15">' in tutor.get(PATH).get_data(as_text=True)
    assert "http-equiv" not in tutor.get(f"{PATH}?refresh=off").get_data(as_text=True)


def test_extra_time_and_the_own_closing_are_shown(tutor: FlaskClient, quiz: Taking) -> None:
    session.execute(sa.update(Enrolment).where(Enrolment.id == quiz.enrolment(AMINA)).values(extra_time=Fraction(3, 2)))
    assert "extra time × 1.5" in text_of(tutor, "?view=waiting")
    assert "45 minutes" in text_of(tutor, "?view=waiting")


def test_empty_lists_say_what_is_so(tutor: FlaskClient, quiz: Taking) -> None:
    assert "Nobody is taking it now" in text_of(tutor)
    assert "Nobody is done yet" in text_of(tutor, "?view=ended")
    assert "Nobody fits this filter" in text_of(tutor, "?view=waiting&search=nobody")


def test_one_click_gives_back_what_was_lost_and_no_more(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 10 * MINUTE)
    gap(attempt, now - 8 * MINUTE, now - 5 * MINUTE)
    seen(attempt, now)
    assert "Give 3 minutes back" in text_of(tutor)
    path = f"/courses/QUIZ-1/attempts/{attempt.id}/credit"
    answer = post(tutor, path, {"do": "owed", "from": "live"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PATH)
    assert stored(attempt).credit_seconds == 180
    (credit,) = credits_of(attempt.id)
    assert credit.reason.startswith("Cut off between ")
    assert "Give 3 minutes back" not in text_of(tutor)
    assert post(tutor, path, {"do": "owed", "from": "live"}).status_code == 409
    assert stored(attempt).credit_seconds == 180


def test_a_gap_that_goes_on_is_owed_as_far_as_it_goes(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 10 * MINUTE)
    seen(attempt, now - 4 * MINUTE)
    page = text_of(tutor)
    assert "cut off" in page
    post(tutor, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", {"do": "owed"})
    assert 240 <= stored(attempt).credit_seconds <= 250


def test_what_an_incident_gave_to_all_is_not_given_to_one_again(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 10 * MINUTE)
    gap(attempt, now - 8 * MINUTE, now - 5 * MINUTE)
    seen(attempt, now)
    post(tutor, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", {"do": "owed"})
    sent = incident_form(tutor, now - 9 * MINUTE)
    answer = post(tutor, "/courses/QUIZ-1/quizzes/quiz_1/incident", {**sent, "reason": "The server stood still"})
    assert answer.status_code == 303
    assert stored(attempt).credit_seconds == 180


def incident_form(client: FlaskClient, began: datetime, ended: str = "") -> dict[str, str]:
    shown = clock.in_zone(began, "Europe/Rome").strftime("%Y-%m-%dT%H:%M")
    return {"began_at": shown, "ended_at": ended}


def test_all_who_were_cut_off_are_listed_then_get_their_time_back(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempts = [quiz.start(person, now=now - 20 * MINUTE) for person in (AMINA, BONGANI, CHLOE)]
    for attempt in attempts[:2]:
        gap(attempt, now - 8 * MINUTE, now - 5 * MINUTE)
    for attempt in attempts:
        seen(attempt, now)
    path = "/courses/QUIZ-1/quizzes/quiz_1/incident"
    asked = incident_form(tutor, now - 15 * MINUTE)
    page = tutor.get(path, query_string=asked).get_data(as_text=True)
    assert "2 people were cut off" in page
    assert "Chlo" not in page
    sent = {**fields_of(page, 'method="post" class="stack"'), "reason": "The server stood still"}
    assert post(tutor, path, sent).status_code == 303
    assert [stored(attempt).credit_seconds for attempt in attempts] == [180, 180, 0]
    assert "2 people got lost time back." in text_of(tutor)
    assert "Nobody was cut off then" in tutor.get(path, query_string=asked).get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"began_at": ""}, "From when on was the line down?"),
        ({"began_at": "yesterday"}, "Write day and time like 2022-03-14T08:00."),
        ({"reason": " "}, "Please say why."),
        ({"ended_at": "2022-01-01T08:00"}, "The interval must have a beginning before its end"),
    ],
)
def test_an_incident_without_interval_or_reason_gives_nothing(
    tutor: FlaskClient, quiz: Taking, changed: dict[str, str], said: str
) -> None:
    sent = {**incident_form(tutor, clock.now() - 15 * MINUTE), "reason": "R", **changed}
    answer = post(tutor, "/courses/QUIZ-1/quizzes/quiz_1/incident", sent)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_the_form_begins_with_the_earliest_gap(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 20 * MINUTE)
    gap(attempt, now - 9 * MINUTE, now - 7 * MINUTE)
    seen(attempt, now)
    page = tutor.get("/courses/QUIZ-1/quizzes/quiz_1/incident").get_data(as_text=True)
    assert incident_form(tutor, now - 9 * MINUTE)["began_at"] in page


@pytest.mark.parametrize(("minutes", "status"), [("5", 303), ("0", 422), ("x", 422), ("99999", 422), ("", 422)])
def test_a_tutor_gives_minutes_with_a_reason(tutor: FlaskClient, quiz: Taking, minutes: str, status: int) -> None:
    attempt = quiz.start(AMINA, now=clock.now())
    sent = {"minutes": minutes, "reason": "Fire alarm"}
    answer = post(tutor, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", sent)
    assert answer.status_code == status
    assert stored(attempt).credit_seconds == (300 if status == 303 else 0)
    if status == 422:
        assert ">Fire alarm</textarea>" in answer.get_data(as_text=True)


def test_an_expert_may_look_and_give_nothing(app: Flask, quiz: Taking) -> None:
    expert = browser_of(app, Role.EXPERT, quiz.course, cast.EXPERT)
    attempt = quiz.start(AMINA, now=clock.now())
    page = expert.get(f"/courses/QUIZ-1/attempts/{attempt.id}").get_data(as_text=True)
    assert "Minutes to give back" not in page
    sent = {"minutes": "5", "reason": "r"}
    assert post(expert, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", sent).status_code == 403


def test_in_a_closed_course_nothing_is_given_and_the_page_stands_still(tutor: FlaskClient, quiz: Taking) -> None:
    attempt = quiz.start(AMINA, now=clock.now())
    close_course(quiz.course.id, actor=SYSTEM, now=NOW)
    sent = {"minutes": "5", "reason": "r"}
    assert post(tutor, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", sent).status_code == 409
    assert "http-equiv" not in tutor.get(PATH).get_data(as_text=True)


def test_an_attempt_of_another_course_is_not_found(app: Flask, quiz: Taking) -> None:
    other = taking("OTHER-1", today=True)
    attempt = other.start(AMINA, now=clock.now())
    manager = browser_of(app, Role.ACTIVITY_MANAGER, quiz.course)
    assert manager.get(f"/courses/QUIZ-1/attempts/{attempt.id}").status_code == 404
    sent = {"minutes": "5", "reason": "r"}
    assert post(manager, f"/courses/QUIZ-1/attempts/{attempt.id}/credit", sent).status_code == 404


def test_the_record_of_an_attempt_shows_every_save_with_its_receipt(tutor: FlaskClient, quiz: Taking) -> None:
    now = clock.now()
    attempt = quiz.start(AMINA, now=now - 5 * MINUTE)
    quiz.save(attempt, 1, [], now=now - 4 * MINUTE)
    quiz.answer_rightly(attempt, 1, now=now - 3 * MINUTE)
    quiz.submit(attempt, now=now - 2 * MINUTE)
    page = tutor.get(f"/courses/QUIZ-1/attempts/{attempt.id}").get_data(as_text=True)
    for save in queries.all_saves(attempt.id):
        assert queries.receipt_of(attempt.id, save) in page
    for said in ("submitted", "1 of 4", "version 1", "1.00 of 4", "at the end of the attempt", "Nothing was saved."):
        assert said in page, said


def test_the_record_costs_the_same_statements_for_any_number_of_questions(app: Flask) -> None:
    counts = []
    for code, number in (("QUIZ-1", 2), ("QUIZ-2", 20)):
        there = taking(code, today=True, questions=bank(*[single() for _ in range(number)]))
        attempt = there.start(AMINA, now=clock.now())
        there.answer_rightly(attempt, now=clock.now())
        client = browser_of(app, Role.TUTOR, there.course, cast.TUTOR)
        client.get(f"/courses/{code}/attempts/{attempt.id}")
        with statements() as found:
            assert client.get(f"/courses/{code}/attempts/{attempt.id}").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_lost_time_counts_once_however_gaps_and_credits_overlap() -> None:
    def at(minutes: int) -> datetime:
        return NOW + minutes * MINUTE

    gaps = ((at(0), at(4)), (at(2), at(6)))
    assert Signs(0, 1, NOW).owed == 0
    signs = Signs(0, 1, NOW, gaps=gaps)
    assert (signs.away, signs.owed, signs.interval) == (360, 360, (at(0), at(6)))
    assert replace(signs, given=((at(1), at(3)),)).owed == 240


def test_people_without_an_attempt_have_not_begun(then: Taking) -> None:
    people = people_of(roster(then.course.id), [])
    assert [(person.view, person.attempts) for person in people] == [(View.WAITING, 0)] * 3


def test_the_page_says_on_whose_clocks_it_is_read(tutor: FlaskClient) -> None:
    """All times of the page are those of the course, wherever its reader lives."""
    assert re.search(r"As of \d\d:\d\d:\d\d \(Rome\)\.", text_of(tutor))
