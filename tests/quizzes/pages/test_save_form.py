"""The plain form of an attempt: it saves what it holds, and nothing over what was saved elsewhere meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.quizzes import queries, service
from app.quizzes.rules import Layout
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.vocabulary import AttemptState
from app.shared import clock
from app.shared.database import session
from tests.cast import csrf_token
from tests.quizzes.pages.cast import (
    NUMBERS,
    RIGHT,
    RIGHT_ONE,
    RIGHT_TWO,
    every_kind,
    participant,
    save,
    started,
    stored,
)

pytestmark = pytest.mark.alike

SINGLE, SHORT, ORDERING, MATCHING = (NUMBERS[kind] for kind in ("single", "short", "ordering", "matching"))


def send(client: FlaskClient, attempt: AttemptValue, verb: str = "save", **fields: Any) -> TestResponse:
    """Send the form; `a1="b"` answers question 1, whose version the form shows as `v1` (0 unless said)."""
    data = {name.replace("__", ":"): value for name, value in fields.items()}
    for name in list(data):
        number = re.match(r"a(\d+)", name)
        if number:
            data.setdefault(f"v{number[1]}", 0)
    return client.post(f"/attempts/{attempt.id}/{verb}", data={**data, "csrf_token": csrf_token(client)})


def test_every_kind_is_saved(amina: FlaskClient, attempt: AttemptValue) -> None:
    answer = send(
        amina,
        attempt,
        a1="b",
        a2=["b", "a"],
        a3="false",
        a4=" 9 ",
        a5="server",
        a6__a=RIGHT_ONE,
        a6__b=RIGHT_TWO,
        a7__one="1",
        a7__two="2",
        a7__three="3",
    )
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt.id}")
    expected = {NUMBERS[kind]: (chosen, 1) for kind, chosen in RIGHT.items()} | {4: ([" 9 "], 1)}
    assert stored(attempt) == expected


def test_what_was_not_answered_is_not_saved(amina: FlaskClient, attempt: AttemptValue) -> None:
    send(amina, attempt, v1=0, v2=0, a4="  ", a5="", a6__a="", a6__b="", a7__one="")
    assert stored(attempt) == {}


def test_saving_the_same_again_writes_nothing(amina: FlaskClient, attempt: AttemptValue) -> None:
    send(amina, attempt, a1="b")
    send(amina, attempt, a1="b", v1=1)
    assert stored(attempt) == {SINGLE: (["b"], 1)}


def test_an_answer_can_be_changed_and_cleared(amina: FlaskClient, attempt: AttemptValue) -> None:
    send(amina, attempt, a1="b")
    send(amina, attempt, a1="c", v1=1)
    assert stored(attempt) == {SINGLE: (["c"], 2)}
    send(amina, attempt, a1="c", v1=2, clear=1)
    assert stored(attempt) == {SINGLE: ([], 3)}


def test_an_answer_changed_elsewhere_is_shown_beside_the_own_one_and_kept(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    save(attempt, SINGLE, ["a"])
    answer = send(amina, attempt, a1="c", v1=0, a5="server")
    assert answer.status_code == 200
    shown = answer.get_data(as_text=True)
    assert '<dd class="rival-there">Apple</dd>' in shown
    assert '<dd class="rival-here">Cherry</dd>' in shown
    assert 'name="v1" value="0"' in shown
    assert 'value="mine:1:1"' in shown
    assert stored(attempt) == {SINGLE: (["a"], 1), SHORT: (["server"], 1)}


def test_pressing_save_again_decides_nothing(amina: FlaskClient, attempt: AttemptValue) -> None:
    save(attempt, SINGLE, ["a"])
    for _ in range(2):
        assert 'class="rival-there">Apple' in send(amina, attempt, a1="c", v1=0).get_data(as_text=True)
    assert stored(attempt)[SINGLE] == (["a"], 1)


@pytest.mark.parametrize(("decision", "kept"), [("mine", (["c"], 2)), ("theirs", (["a"], 1))])
def test_the_person_decides_between_two_answers(
    amina: FlaskClient, attempt: AttemptValue, decision: str, kept: tuple[list[str], int]
) -> None:
    save(attempt, SINGLE, ["a"])
    assert send(amina, attempt, a1="c", v1=0, resolve=f"{decision}:1:1").status_code == 303
    assert stored(attempt)[SINGLE] == kept


def test_a_decision_made_on_an_older_answer_does_not_overwrite_a_newer_one(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    save(attempt, SINGLE, ["a"])
    save(attempt, SINGLE, ["b"])
    assert send(amina, attempt, a1="c", v1=0, resolve="mine:1:1").status_code == 200
    assert stored(attempt)[SINGLE] == (["b"], 2)


@pytest.mark.parametrize("decision", ["mine:1", "mine:one:1", "mine:1:-1", f"mine:1:{'9' * 5000}", ":::", "theirs"])
def test_a_decision_that_makes_no_sense_decides_nothing(
    amina: FlaskClient, attempt: AttemptValue, decision: str
) -> None:
    save(attempt, SINGLE, ["a"])
    assert send(amina, attempt, a1="c", v1=0, resolve=decision).status_code == 200
    assert stored(attempt)[SINGLE] == (["a"], 1)


def test_an_answer_that_the_form_left_as_it_was_gives_way_to_a_newer_one(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    save(attempt, SINGLE, ["a"])
    save(attempt, SINGLE, ["b"])
    assert send(amina, attempt, a1="a", v1=1).status_code == 303
    assert stored(attempt)[SINGLE] == (["b"], 2)


@pytest.mark.parametrize("places", [("1", "1", "2"), ("1", "2", ""), ("1", "2", "4"), ("one", "2", "3")])
def test_an_order_needs_every_place_once(amina: FlaskClient, attempt: AttemptValue, places: tuple[str, ...]) -> None:
    fields = dict(zip(("a7__one", "a7__two", "a7__three"), places, strict=True))
    answer = send(amina, attempt, **fields, a1="b")
    assert answer.status_code == 200
    assert "Give each entry a place of its own" in answer.get_data(as_text=True)
    assert stored(attempt) == {SINGLE: (["b"], 1)}


def test_what_cannot_be_an_answer_is_refused_and_the_rest_is_saved(amina: FlaskClient, attempt: AttemptValue) -> None:
    answer = send(amina, attempt, a1="zebra", a5="server", a6__a="nowhere")
    assert answer.status_code == 200
    assert "There is no option “zebra” in this question." in answer.get_data(as_text=True)
    assert stored(attempt) == {SHORT: (["server"], 1)}


def test_checking_saves_and_asks(amina: FlaskClient, attempt: AttemptValue) -> None:
    answer = send(amina, attempt, a1="b", do="check")
    assert answer.location == f"/attempts/{attempt.id}?check=1#confirm"
    asked = amina.get(answer.location).get_data(as_text=True)
    assert "Not answered: questions 2, 3, 4, 5, 6, 7." in asked
    assert re.search(r'id="confirm"[^>]*aria-labelledby="confirm-title">', asked)


def test_the_language_goes_along(amina: FlaskClient, attempt: AttemptValue) -> None:
    assert send(amina, attempt, a1="b", language="fr").location == f"/attempts/{attempt.id}?language=fr"
    assert send(amina, attempt, v1=1, a1="b", shown_language="fr").location == f"/attempts/{attempt.id}?language=fr"


def test_submitting_saves_first(amina: FlaskClient, attempt: AttemptValue) -> None:
    answer = send(amina, attempt, "submit", a1="b")
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt.id}/review")
    assert stored(attempt) == {SINGLE: (["b"], 1)}
    assert queries.get_attempt(attempt.id).state is AttemptState.SUBMITTED
    assert send(amina, attempt, "submit", a1="c", v1=1).location == f"/attempts/{attempt.id}/review"
    assert stored(attempt) == {SINGLE: (["b"], 1)}


def test_nothing_is_submitted_over_an_answer_that_was_not_seen(amina: FlaskClient, attempt: AttemptValue) -> None:
    save(attempt, SINGLE, ["a"])
    assert send(amina, attempt, "submit", a1="c", v1=0).status_code == 200
    session.rollback()
    assert queries.get_attempt(attempt.id).is_open


def test_after_the_end_nothing_is_saved_and_the_review_says_so(
    amina: FlaskClient, attempt: AttemptValue, course
) -> None:
    service.submit_attempt(attempt.id, actor=participant(course), now=clock.now())
    session.commit()
    answer = send(amina, attempt, a1="b")
    assert answer.location == f"/attempts/{attempt.id}/review"
    assert "This attempt is closed. What is stored counts." in amina.get(answer.location).get_data(as_text=True)
    assert stored(attempt) == {}


def test_going_on_without_a_way_back_is_kept_and_not_undone(amina: FlaskClient, course) -> None:
    one_way = started(course, every_kind(course, layout=Layout.ONE_QUESTION, going_back=False))
    assert send(amina, one_way, a1="b", go=2).status_code == 303
    assert stored(one_way) == {1: (["b"], 1), 2: ([], 1)}
    send(amina, one_way, go=7)
    assert set(stored(one_way)) == {1, 2}
    assert send(amina, one_way, a1="c", v1=1).status_code == 409
    assert stored(one_way)[1] == (["b"], 1)


def test_with_a_way_back_turning_pages_saves_only_answers(amina: FlaskClient, course) -> None:
    paged = started(course, every_kind(course, layout=Layout.ONE_QUESTION))
    assert send(amina, paged, a1="b", go=2).location == f"/attempts/{paged.id}?number=2"
    assert stored(paged) == {1: (["b"], 1)}
