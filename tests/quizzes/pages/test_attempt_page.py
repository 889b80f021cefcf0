"""The page of an attempt: every kind as it is asked, what is stored, nothing of what is right."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.quizzes import service
from app.quizzes.rules import Layout, QuestionKind
from app.quizzes.rules.attempts import AttemptValue
from app.shared import clock
from app.shared.database import session
from tests.cast import BONGANI, enter, sign_in
from tests.quizzes.pages.cast import NUMBERS, RIGHT, every_kind, participant, save, started
from tests.statements import statements

pytestmark = pytest.mark.alike


def page(client: FlaskClient, attempt: AttemptValue, query: str = "") -> str:
    answer = client.get(f"/attempts/{attempt.id}{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def question(markup: str, number: int) -> str:
    """The markup of one question."""
    found = re.search(rf'<section class="question" id="q{number}".*?</section>', markup, re.DOTALL)
    assert found
    return found[0]


def test_every_kind_has_its_controls(amina: FlaskClient, attempt: AttemptValue) -> None:
    shown = page(amina, attempt)
    controls = {
        "single": 'type="radio" name="a1" value="a"',
        "multiple": 'type="checkbox" name="a2" value="a"',
        "true_false": 'type="radio" name="a3" value="true"',
        "numeric": 'inputmode="decimal"',
        "short": 'name="a5"',
        "matching": 'name="a6:a" data-left="a"',
        "ordering": 'name="a7:one"',
    }
    assert set(controls) == {kind.value for kind in QuestionKind}
    for kind, control in controls.items():
        assert control in question(shown, NUMBERS[kind]), kind


def test_each_question_says_how_it_is_scored_where_that_is_a_question(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    shown = page(amina, attempt)
    for kind in ("multiple", "matching", "ordering"):
        assert re.search(r'class="hint credit"[^>]*>(All or nothing|Right minus wrong|Part by part):', shown), kind
        assert "credit" in question(shown, NUMBERS[kind]), kind
    assert "A comma or a point" in question(shown, NUMBERS["numeric"])
    assert 'aria-describedby="q5-credit"' in question(shown, NUMBERS["short"])
    assert "credit" not in question(shown, NUMBERS["single"])


@pytest.mark.parametrize(("typed", "doubt"), [("nine", True), ("9 h", True), ("9,5", False), ("", False)])
def test_what_can_be_read_as_no_number_is_doubted(
    amina: FlaskClient, attempt: AttemptValue, typed: str, *, doubt: bool
) -> None:
    number = NUMBERS["numeric"]
    if typed:
        save(attempt, number, [typed])
    hint = re.search(r'<p class="doubt"[^>]*>', question(page(amina, attempt), number))
    assert hint
    assert (" hidden" not in hint[0]) is doubt


def test_how_far_one_has_come_is_said(amina: FlaskClient, attempt: AttemptValue) -> None:
    assert "Answered: 0 of 7" in page(amina, attempt)
    save(attempt, 1, ["a"])
    save(attempt, 4, ["9"])
    save(attempt, 4, [])
    assert "Answered: 1 of 7" in page(amina, attempt)


def test_nothing_tells_what_is_right(amina: FlaskClient, attempt: AttemptValue) -> None:
    shown = re.sub("(?i)the server|server-time|server’s", "", page(amina, attempt))
    for told in ("Explained", "Why Apple", "Manual, annex 4", "server", "fraction", "right&#34;"):
        assert told not in shown, told


@pytest.mark.parametrize("kind", NUMBERS)
def test_what_is_stored_is_shown(amina: FlaskClient, attempt: AttemptValue, kind: str) -> None:
    number = NUMBERS[kind]
    empty = question(page(amina, attempt), number)
    assert "Not answered yet" in empty
    save(attempt, number, RIGHT[kind])
    shown = question(page(amina, attempt), number)
    assert "Saved at" in shown
    assert 'data-version="1"' in shown
    marks = {"checked": 0, "selected": 0, 'value="9"': 0, 'value="server"': 0}
    marks |= {mark: shown.count(mark) for mark in marks}
    expected = {"multiple": ("checked", 2), "matching": ("selected", 2), "ordering": ("selected", 3)}
    mark, count = expected.get(
        kind, {"numeric": ('value="9"', 1), "short": ('value="server"', 1)}.get(kind, ("checked", 1))
    )
    assert marks[mark] == count


def test_an_order_is_shown_as_it_was_saved(amina: FlaskClient, attempt: AttemptValue) -> None:
    save(attempt, NUMBERS["ordering"], ["three", "one", "two"])
    shown = question(page(amina, attempt), NUMBERS["ordering"])
    assert re.findall(r'data-key="(\w+)"', shown) == ["three", "one", "two"]


def test_a_question_stands_there_in_each_language_and_one_of_them_shows(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    english, french = (question(page(amina, attempt, f"?language={one}"), 1) for one in ("en", "fr"))
    assert '<div class="t" lang="en" data-for="en">Which one?' in english
    assert '<div class="t" lang="fr" data-for="fr" hidden>Lequel ?' in english
    assert '<div class="t" lang="fr" data-for="fr">Lequel ?' in french


def test_somebody_elses_attempt_is_not_there(app: Flask, attempt: AttemptValue) -> None:
    other = app.test_client()
    sign_in(other, enter(BONGANI))
    for path in ("", "/review", "/receipts", "/receipts.json", "/receipts.txt"):
        assert other.get(f"/attempts/{attempt.id}{path}").status_code == 404, path
    assert other.get("/attempts/999999").status_code == 404


def test_an_attempt_that_ended_leads_to_its_review(amina: FlaskClient, attempt: AttemptValue, course) -> None:
    service.submit_attempt(attempt.id, actor=participant(course), now=clock.now())
    session.commit()
    answer = amina.get(f"/attempts/{attempt.id}")
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt.id}/review")


def test_with_a_question_a_page_the_others_travel_hidden(amina: FlaskClient, course) -> None:
    paged = started(course, every_kind(course, layout=Layout.ONE_QUESTION))
    shown = page(amina, paged, "?number=3")
    visible = [number for number in range(1, 8) if "hidden>" not in question(shown, number).partition("\n")[0]]
    assert visible == [3]
    save(paged, 2, ["a"])
    marked = dict(re.findall(r'data-answered="(yes|)" aria-label="([^"]*)"', page(amina, paged, "?number=3")))
    assert marked["yes"] == "Question 2, answered"
    assert 'name="go" value="2"' in question(shown, 3)
    assert 'name="go" value="4"' in question(shown, 3)


def test_without_a_way_back_only_the_question_that_was_reached_is_there(amina: FlaskClient, course) -> None:
    one_way = started(course, every_kind(course, layout=Layout.ONE_QUESTION, going_back=False))
    assert re.findall(r'class="question" id="q(\d)"', page(amina, one_way, "?number=5")) == ["1"]
    save(one_way, 1, ["a"])
    save(one_way, 2, [])
    assert re.findall(r'class="question" id="q(\d)"', page(amina, one_way)) == ["2"]


def test_the_page_costs_the_same_few_statements_however_much_was_answered(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    page(amina, attempt)
    with statements() as before:
        page(amina, attempt)
    for kind, number in NUMBERS.items():
        save(attempt, number, RIGHT[kind])
        save(attempt, number, [])
    with statements() as after:
        page(amina, attempt)
    assert len(after) == len(before) <= 7
