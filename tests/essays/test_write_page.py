"""The page on which an essay is written, as its plain form works it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.essays import queries
from app.essays.rules import EssayState
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import Role
from tests.cast import AMINA, BONGANI, STRANGER, TUTOR, csrf_token, enter, enter_with_role, sign_in
from tests.essays.cast import TEXT, Writing, essay_course
from tests.statements import statements

pytestmark = pytest.mark.alike

MINUTE = timedelta(minutes=1)


@pytest.fixture
def writing(app: Flask) -> Writing:
    return essay_course(today=True)


@pytest.fixture
def browser(writing: Writing, client: FlaskClient) -> FlaskClient:
    writing.actor()
    sign_in(client, enter(AMINA))
    return client


def post(browser: FlaskClient, path: str = "", **fields: object):
    data = {"csrf_token": csrf_token(browser), **fields}
    return browser.post(f"/courses/ESSAY-1/essay/write{path}", data=data)


def test_the_page_says_until_when_how_long_and_what_is_stored(browser: FlaskClient) -> None:
    page = browser.get("/courses/ESSAY-1/essay/write").text
    assert "0 words, fewer than the 1500 that are asked for" in page
    assert "Nothing is written yet" in page
    assert "DOCX, ODT, PDF or plain text, up to 20 MB" in page


def test_what_is_typed_is_saved_and_shown_again(writing: Writing, browser: FlaskClient) -> None:
    done = post(browser, text="<b>Mine & yours</b>", language="fr", base_version=0, do="save")
    assert (done.status_code, done.location) == (303, "/courses/ESSAY-1/essay/write")
    page = browser.get("/courses/ESSAY-1/essay/write").text
    assert "&lt;b&gt;Mine &amp; yours&lt;/b&gt;</textarea>" in page
    assert "Saved: 2 words." in page
    assert writing.essay().language == "fr"


def test_what_was_saved_elsewhere_stands_beside_what_was_typed(writing: Writing, browser: FlaskClient) -> None:
    writing.write("Common.\nFrom the phone.", now=clock.now())
    answer = post(browser, text="Common.\nFrom here.", base_version=0, do="save")
    assert answer.status_code == 409
    assert '<p class="differs">From the phone.</p>' in answer.text
    assert "<p>Common.</p>" in answer.text
    assert "From here.</textarea>" in answer.text
    assert '<input type="hidden" name="base_version" value="1">' in answer.text
    assert writing.essay().version == 1


def test_handing_in_asks_first_and_gives_a_receipt(writing: Writing, browser: FlaskClient) -> None:
    done = post(browser, text=TEXT, base_version=0, do="hand_in")
    assert done.location == "/courses/ESSAY-1/essay/write/hand-in"
    asked = browser.get(done.location).text
    assert "17 words, fewer than the 1500" in asked
    assert "English" in asked
    assert writing.essay().state is EssayState.DRAFT
    done = post(browser, "/hand-in", version=1)
    assert done.location == "/courses/ESSAY-1/essay/write#receipt"
    page = browser.get("/courses/ESSAY-1/essay/write").text
    assert queries.submissions_of(writing.essay().id)[0].sha256 in page
    assert writing.essay().state is EssayState.SUBMITTED


def test_what_was_not_confirmed_is_not_handed_in(writing: Writing, browser: FlaskClient) -> None:
    writing.write("One.", now=clock.now())
    writing.write("Two.", now=clock.now())
    done = post(browser, "/hand-in", version=1)
    assert done.location == "/courses/ESSAY-1/essay/write"
    assert "saved from another page or device" in browser.get(done.location).text
    assert writing.essay().state is EssayState.DRAFT


def test_nothing_written_is_not_asked_about(browser: FlaskClient) -> None:
    assert browser.get("/courses/ESSAY-1/essay/write/hand-in").status_code == 303


def test_a_version_is_read_and_brought_back(writing: Writing, browser: FlaskClient) -> None:
    writing.write("The first.", now=clock.now())
    writing.write("The second.", now=clock.now())
    assert browser.get("/courses/ESSAY-1/essay/write/versions").text.count("<tr>") == 3
    assert "The first." in browser.get("/courses/ESSAY-1/essay/write/versions/1").text
    assert browser.get("/courses/ESSAY-1/essay/write/versions/9").status_code == 404
    assert post(browser, "/versions/1", base_version=2).status_code == 303
    assert queries.newest_version(writing.essay()).text == "The first."
    post(browser, "/versions/2", base_version=1)
    assert writing.essay().version == 3


def test_after_the_deadline_a_draft_is_shown_and_said_to_be_no_essay(app: Flask, client: FlaskClient) -> None:
    writing = essay_course("OVER-1")
    writing.write(TEXT)
    sign_in(client, enter(AMINA))
    page = client.get("/courses/OVER-1/essay/write").text
    assert "The deadline has passed, and no essay was handed in." in page
    assert "Your draft of 17 words is kept" in page
    assert "<textarea" not in page
    answer = client.post(
        "/courses/OVER-1/essay/write", data={"csrf_token": csrf_token(client), "text": "More.", "base_version": 1}
    )
    assert answer.status_code == 409
    assert "The time for this essay is over." in answer.text


def test_nobody_else_gets_there(writing: Writing, client: FlaskClient) -> None:
    writing.write(TEXT, now=clock.now())
    assert client.get("/courses/ESSAY-1/essay/write").status_code == 401
    sign_in(client, enter(STRANGER))
    assert client.get("/courses/ESSAY-1/essay/write").status_code == 404
    sign_in(client, enter_with_role(TUTOR, Role.TUTOR, writing.course.id))
    assert client.get("/courses/ESSAY-1/essay/write").status_code == 403
    writing.actor(BONGANI)
    sign_in(client, enter(BONGANI))
    assert TEXT[:20] not in client.get("/courses/ESSAY-1/essay/write").text
    assert client.get("/courses/ESSAY-1/essay/write/versions/1").status_code == 404


def test_the_page_costs_few_statements_however_many_versions_there_are(writing: Writing, browser: FlaskClient) -> None:
    for number in range(12):
        writing.write(f"Version {number}", now=clock.now())
    session.commit()
    for path in ("", "/versions", "/versions/12"):
        browser.get(f"/courses/ESSAY-1/essay/write{path}")
        with statements() as seen:
            assert browser.get(f"/courses/ESSAY-1/essay/write{path}").status_code == 200
        assert len(seen) <= 10, seen
