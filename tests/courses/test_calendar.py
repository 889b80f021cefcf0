"""Own deadlines as a calendar file: by the one deadline function, and safe whatever titles hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.courses.documents.calendar import Event, as_calendar
from app.courses.queries import pieces_of, sessions_of
from app.courses.rules import CourseValue, MoreTime
from app.shared import clock
from app.shared.database import session
from tests.cast import AMINA, BONGANI, csrf_token, enter, sign_in
from tests.conftest import NOW
from tests.courses.more_time import deadline, grant, to_person
from tests.grading.cast import graded_course

pytestmark = pytest.mark.alike

PATH = "/courses/A9714776/more-time/calendar.ics"


@pytest.fixture
def course(app) -> CourseValue:
    return graded_course()


@pytest.fixture
def amina(course, client) -> FlaskClient:
    sign_in(client, enter(AMINA))
    return client


def unfolded(content: str) -> list[str]:
    return content.replace("\r\n ", "").split("\r\n")


def events_in(content: str) -> dict[str, dict[str, str]]:
    """The events of a calendar by uid, each line by its name (of the event, not of its alarm)."""
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", content.replace("\r\n ", ""), re.DOTALL):
        own = block.partition("BEGIN:VALARM")[0]
        fields = dict(line.split(":", 1) for line in own.split("\r\n") if line)
        found[fields["UID"]] = fields
    return found


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def test_every_piece_ends_when_it_ends_for_the_reader(course, amina):
    later = clock.now().replace(microsecond=0) + timedelta(days=3)
    grant(course, "quiz_6", to_person(course, AMINA), MoreTime(until=later), "in hospital", now=clock.now())
    session.commit()
    answer = amina.get(PATH)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    found = events_in(answer.text)
    pieces = {uid: event for uid, event in found.items() if uid.startswith("piece-")}
    assert len(pieces) == len(pieces_of(course.id))
    quiz_6 = next(event for event in pieces.values() if event["SUMMARY"].startswith("Quiz 6"))
    assert "DTEND" not in quiz_6  # RFC 5545, 3.6.1: an end lies after its start
    assert quiz_6["DTSTART"] == stamp(later) == stamp(deadline(course, "quiz_6", AMINA).closes_at)
    assert "BEGIN:VALARM" in answer.text


def test_sessions_stand_in_it_from_beginning_to_end(course, amina):
    found = events_in(amina.get(PATH).text)
    for one in sessions_of(course.id):
        event = next(event for uid, event in found.items() if uid.startswith(f"session-{one.id}@"))
        assert (event["DTSTART"], event["DTEND"]) == (stamp(one.starts_at), stamp(one.ends_at))


def test_a_new_deadline_replaces_the_old_one_and_anothers_stays(course, amina, app):
    before = events_in(amina.get(PATH).text)
    later = clock.now().replace(microsecond=0) + timedelta(days=3)
    grant(course, "quiz_6", to_person(course, AMINA), MoreTime(until=later), "in hospital", now=clock.now())
    session.commit()
    assert set(events_in(amina.get(PATH).text)) == set(before)
    peer = app.test_client()
    sign_in(peer, enter(BONGANI))
    assert stamp(later) not in peer.get(PATH).text


def test_the_readers_language_is_spoken(course, amina):
    amina.post("/language", data={"language": "fr", "csrf_token": csrf_token(amina)})
    assert "SUMMARY:Quiz 6\\, A9714776 : fin" in amina.get(PATH).text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_of_deadlines_leads_to_it(amina):
    assert PATH in amina.get("/courses/A9714776/more-time").text


HOSTILE = "Quiz; 6, \\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nURL:javascript:x\x07 " + "é" * 200


def test_what_a_title_holds_cannot_add_a_line():
    event = Event("u", HOSTILE, NOW, NOW, about=HOSTILE, alarm=True)
    content = as_calendar(HOSTILE, [event], now=NOW).decode()
    lines = unfolded(content)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("URL")]
    assert "\x07" not in content
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    said = next(line for line in lines if line.startswith("SUMMARY:"))
    assert said.startswith("SUMMARY:Quiz\\; 6\\, \\\\n\\nEND:VEVENT\\nBEGIN:VEVENT\\n")
