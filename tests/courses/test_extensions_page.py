"""The page on which more time is given: requests first, one click, own values, the list, extra time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.courses.pages import extensions as page_of_extensions
from app.courses.queries import get_request, list_extensions
from app.courses.rules import EVERYBODY, CourseValue, MoreTime
from app.courses.service import close_course
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, BONGANI, CHLOE, TUTOR, csrf_token, enter_with_role, sign_in
from tests.conftest import NOW
from tests.courses.cast import import_rows
from tests.courses.more_time import ask, deadline, grant, participant, to_group, to_person
from tests.grading.cast import DIDIER, _roster_row, graded_course, group_of
from tests.progress.cast import running_course
from tests.statements import statements

pytestmark = pytest.mark.alike

PAGE = "/courses/A9714776/extensions"
SOON = (clock.now() + timedelta(days=30)).replace(hour=11, minute=0, second=0, microsecond=0)


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


@pytest.fixture
def tutor(course, client) -> FlaskClient:
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, course.id))
    client.post("/language", data={"language": "en", "csrf_token": csrf_token(client)})
    return client


def send(client: FlaskClient, path: str = "", **typed: str):
    return client.post(f"{PAGE}{path}", data={"csrf_token": csrf_token(client), **typed})


def give(client: FlaskClient, **typed: str):
    return send(client, **{"receiver": "all", "piece": "quiz_6", "minutes": "10", "reason": "strike", **typed})


def test_open_requests_stand_first_with_what_one_click_grants(course, tutor):
    request = ask(course, "quiz_6", CHLOE, "panne d’électricité")
    session.commit()
    page = tutor.get(PAGE).text
    assert page.index("Chloé d’Almeida") < page.index("Give more time")
    assert "panne d’électricité" in page
    assert f"{PAGE}/requests/{request.id}" in page
    assert "1 request" in page
    assert "Grant until" in page


def test_every_time_of_a_request_says_on_whose_clocks(course, tutor):
    ask(course, "quiz_6", CHLOE, "panne d’électricité")
    session.commit()
    page = tutor.get(PAGE).text
    assert re.search(r"Asked on \d+ \w+, \d\d:\d\d Rome\.", page)
    assert re.search(r"Deadline now: \d+ \w+, \d\d:\d\d Rome\.", page)
    assert re.search(r"Grant until \d+ \w+, \d\d:\d\d Rome", page)


def test_no_piece_is_chosen_before_somebody_chooses_one(course, tutor):
    page = tutor.get(PAGE).text
    assert re.search(
        r'<select [^>]*id="grant-piece" name="piece" required><option value="">Please choose</option>', page
    )


def test_one_click_grants(course, tutor):
    request = ask(course, "quiz_6", AMINA)
    answer = send(tutor, f"/requests/{request.id}", granted="yes")
    assert answer.status_code == 303
    assert get_request(course.id, request.id).granted is True
    assert deadline(course, "quiz_6", AMINA).closes_at > clock.now() + timedelta(days=1)
    page = tutor.get(answer.location).text
    assert "Granted. Amina Banda is told by mail." in page
    assert "Requests waiting for an answer" not in page


def test_one_click_refuses(course, tutor):
    request = ask(course, "quiz_6", AMINA)
    page = tutor.get(send(tutor, f"/requests/{request.id}", granted="no", answer="The answers are out.").location).text
    assert get_request(course.id, request.id).granted is False
    assert "Refused. Amina Banda is told by mail." in page
    assert "Refused requests" in page
    assert "The answers are out." in page


def test_own_values_are_granted(course, tutor):
    request = ask(course, "quiz_6", AMINA)
    send(tutor, f"/requests/{request.id}", granted="yes", minutes="15", answer="Good luck.")
    assert deadline(course, "quiz_6", AMINA).limit == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"granted": "yes", "minutes": "soon"}, "Please type a whole number of minutes."),
        ({"granted": "yes", "minutes": "5", "until": "2030-01-01T10:00"}, "one of the two"),
        ({"granted": "yes", "until": "2022-01-01T10:00"}, "The new end must lie ahead."),
        ({"granted": "perhaps"}, "Grant it or refuse it."),
        ({}, "Grant it or refuse it."),
    ],
)
def test_an_answer_that_makes_no_sense_leaves_the_request_open(course, tutor, typed, says):
    request = ask(course, "quiz_6", AMINA)
    answer = send(tutor, f"/requests/{request.id}", **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert get_request(course.id, request.id).granted is None


def test_a_request_that_is_not_there_is_not_found(course, tutor):
    page = send(tutor, "/requests/999999", granted="yes")
    assert page.status_code == 404


def test_for_group_work_the_page_says_that_the_group_gets_it(course, tutor):
    ask(course, "group_work", AMINA)
    assert "What you grant holds for group 1." in tutor.get(PAGE).text


def test_time_is_read_on_the_clocks_of_the_course(course, tutor):
    typed = SOON.strftime("%Y-%m-%dT11:00")
    assert give(tutor, minutes="", until=typed).status_code == 303
    end = deadline(course, "quiz_6", DIDIER).closes_at
    assert end.hour in {9, 10}  # Rome is one or two hours ahead of UTC
    assert end.date() == SOON.date()


@pytest.mark.parametrize("receiver", ["all", "group:2", "person"])
def test_more_time_is_given_to_a_person_a_group_or_everybody(course, tutor, receiver):
    who = {"person": f"person:{participant(course, CHLOE).id}", "group:2": f"group:{group_of(course, '2')}"}
    answer = give(tutor, receiver=who.get(receiver, receiver))
    assert answer.status_code == 303
    assert deadline(course, "quiz_6", CHLOE).limit == timedelta(minutes=40)
    assert (deadline(course, "quiz_6", AMINA).limit == timedelta(minutes=40)) == (receiver == "all")
    page = tutor.get(answer.location).text
    assert "strike" in page
    assert "10 minutes more" in page
    assert "Théo N’Diaye" in page


def test_what_was_done_is_said_plainly(course, tutor):
    said = tutor.get(give(tutor).location).text
    assert "4 participants have more time now" in said
    assert "The window is over all the same." in said
    said = tutor.get(give(tutor).location).text
    assert "The very same was granted before" in said
    until = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    later = (clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    assert "4 participants have more time now" in tutor.get(give(tutor, minutes="", until=later).location).text
    said = tutor.get(give(tutor, minutes="", until=until).location).text
    assert "moves nobody’s deadline" in said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"receiver": ""}, "Say for whom"),
        ({"receiver": "person:999999"}, "takes this course"),
        ({"receiver": "person:x"}, "takes this course"),
        ({"receiver": "group:999999"}, "no such group"),
        ({"receiver": "group:x"}, "Say for whom"),
        ({"receiver": "", "email": "nobody@ecampus.test"}, "takes this course"),
        ({"piece": "quiz_9"}, "no such piece"),
        ({"minutes": ""}, "one of the two"),
        ({"minutes": "-5"}, "whole number of minutes"),
        ({"minutes": "١٠"}, "whole number of minutes"),
        ({"minutes": "99999999999"}, "whole number of minutes"),
        ({"minutes": "20000"}, "From 1 to 10080 minutes"),
        ({"minutes": "", "until": "tomorrow"}, "Please choose a day and a time."),
        ({"minutes": "", "until": "9999-12-31T23:59"}, "Please choose a day and a time."),
        ({"minutes": "", "until": "0001-01-01T00:00"}, "Please choose a day and a time."),
        ({"minutes": "", "until": "2030-01-01T10:00+01:00"}, "Please choose a day and a time."),
        ({"minutes": "", "until": "2027-03-28T02:30"}, "Clocks in Europe/Rome skip"),
        ({"minutes": "", "until": "2100-01-01T10:00"}, "too far ahead"),
        ({"reason": " "}, "Please say why."),
    ],
)
def test_what_cannot_be_granted_is_said_and_what_was_typed_is_kept(course, tutor, typed, says):
    answer = give(tutor, **{"reason": "strike at the port", **typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert list_extensions(course.id) == ()
    if "reason" not in typed:
        assert "strike at the port</textarea>" in answer.text


def test_the_form_can_be_opened_for_one_person_and_piece(course, tutor):
    who = participant(course, BONGANI).id
    page = tutor.get(f"{PAGE}?person={who}&piece=quiz_3").text
    assert f'<option value="person:{who}" selected>' in page
    assert '<option value="quiz_3" selected>' in page


def test_names_are_typed_where_they_are_too_many_to_choose_from(course, tutor, monkeypatch):
    monkeypatch.setattr(page_of_extensions, "MOST_NAMES", 3)
    assert f"person:{participant(course, AMINA).id}" not in tutor.get(PAGE).text
    assert give(tutor, receiver="", email=AMINA.email.upper()).status_code == 303
    assert deadline(course, "quiz_6", AMINA).limit == timedelta(minutes=40)


@pytest.mark.parametrize("factor", ["1.5", "1,5", " 1.50 "])
def test_extra_time_is_set_and_listed(course, tutor, factor):
    who = f"person:{participant(course, AMINA).id}"
    answer = tutor.post(
        "/courses/A9714776/extra-time",
        data={"csrf_token": csrf_token(tutor), "receiver": who, "factor": factor, "reason": "sees badly"},
    )
    assert answer.status_code == 303
    page = tutor.get(answer.location).text
    assert "The extra time is set." in page
    assert "× 1.50" in page
    assert "sees badly" not in page
    assert deadline(course, "quiz_6", AMINA).limit == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"receiver": "all"}, "Choose one participant."),
        ({"receiver": ""}, "Say for whom"),
        ({"factor": ""}, "Please type a number such as 1.25."),
        ({"factor": "1.2.3"}, "Please type a number such as 1.25."),
        ({"factor": "1e3"}, "Please type a number such as 1.25."),
        ({"factor": "4"}, "from 1 to 3"),
        ({"factor": "."}, "Please type a number such as 1.25."),
        ({"reason": ""}, "Please say why."),
    ],
)
def test_extra_time_that_makes_no_sense_is_refused(course, tutor, typed, says):
    values = {"receiver": f"person:{participant(course, AMINA).id}", "factor": "1.5", "reason": "r", **typed}
    answer = tutor.post("/courses/A9714776/extra-time", data={"csrf_token": csrf_token(tutor), **values})
    assert answer.status_code == 422
    assert says in answer.text
    assert participant(course, AMINA).extra_time == 1


def test_earlier_extensions_are_a_click_away(course, tutor, monkeypatch):
    monkeypatch.setattr(page_of_extensions, "ROWS", 2)
    for minutes in (1, 2, 3):
        grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=minutes), f"the {minutes}. reason")
    first = tutor.get(PAGE).text
    assert "the 3. reason" in first
    assert "the 1. reason" not in first
    older = list_extensions(course.id)[1].id
    assert f"before={older}" in first
    assert "the 1. reason" in tutor.get(f"{PAGE}?before={older}").text
    assert tutor.get(f"{PAGE}?before={10**30}").status_code == 200


def test_a_closed_course_shows_what_was_granted_and_no_form(course, tutor):
    grant(course, "quiz_5", EVERYBODY, MoreTime(minutes=1))
    ask(course, "quiz_5", AMINA)
    close_course(course.id, actor=SYSTEM, now=NOW)
    page = tutor.get(PAGE).text
    assert "power cut" in page
    assert "<textarea" not in page
    assert give(tutor).status_code == 409


def test_hostile_text_is_shown_as_text(course, tutor):
    ask(course, "quiz_5", AMINA, "<script>alert(1)</script>")
    grant(course, "quiz_5", to_person(course, BONGANI), MoreTime(minutes=1), "<b onclick=x>bold</b>")
    page = tutor.get(PAGE).text
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "&lt;script&gt;" in page


def test_it_costs_the_same_statements_however_much_there_is(course, tutor):
    ask(course, "quiz_5", AMINA)
    grant(course, "quiz_5", to_group(course, "1"), MoreTime(minutes=1))
    session.commit()
    tutor.get(PAGE)
    with statements() as few:
        tutor.get(PAGE)
    people = [{**_roster_row(BONGANI, "SAMM"), "email": f"p{number}@example.org"} for number in range(30)]
    import_rows(course, *people)
    for key in ("quiz_4", "quiz_5", "quiz_6"):
        ask(course, key, BONGANI)
        ask(course, key, CHLOE)
        grant(course, key, EVERYBODY, MoreTime(minutes=1))
    session.commit()
    with statements() as many:
        tutor.get(PAGE)
    assert len(many) == len(few) <= 16


def test_in_a_running_course_the_granted_end_is_two_days_after_the_deadline(app, client):
    course = running_course()
    request = ask(course, "quiz_6", AMINA, now=clock.now())
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, course.id))
    before = deadline(course, "quiz_6", AMINA).closes_at
    client.post(
        f"/courses/{course.code}/extensions/requests/{request.id}",
        data={"csrf_token": csrf_token(client), "granted": "yes"},
    )
    after = deadline(course, "quiz_6", AMINA).closes_at
    assert timedelta(days=2, hours=-1) <= after - before <= timedelta(days=2, hours=1)
    assert after > datetime(2022, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("before", ["0", "-1", "-" + "9" * 30, "9" * 30, "9" * 5000, "x"])
def test_any_place_in_the_list_can_be_asked_for(course, tutor, before):
    assert tutor.get(f"{PAGE}?before={before}").status_code == 200
