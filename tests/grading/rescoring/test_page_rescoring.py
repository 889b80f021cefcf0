"""The page of re-scoring: what can be decided, what it would change, and the click that does it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.grading import service
from app.quizzes.queries.rescoring import rescorings_of
from app.quizzes.rules import Question, Slot
from app.shared.database import session
from app.shared.permissions import SYSTEM, Role
from tests.cast import AMINA, CHLOE, MANAGER, csrf_token, enter_with_role, sign_in
from tests.grading.rescoring.cast import DROP, LATER, WHY, everybody, rescore, scores
from tests.quizzes.cast import Taking, taking
from tests.quizzes.questions import AFRICA, ASIA, EUROPE, bank, matching, multiple, numeric, ordering, short, true_false

pytestmark = pytest.mark.alike

PATH = "/courses/QUIZ-1/quizzes/quiz_1/rescoring"


@pytest.fixture
def quiz(app) -> Taking:
    return everybody()


@pytest.fixture
def manager(app, quiz) -> FlaskClient:
    return browser(app, quiz)


def browser(app, quiz: Taking) -> FlaskClient:
    client = app.test_client()
    sign_in(client, enter_with_role(MANAGER, Role.ACTIVITY_MANAGER, quiz.course.id))
    return client


def look(client: FlaskClient, **asked: object) -> str:
    return client.get(PATH, query_string=asked).text


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def send(client: FlaskClient, page: str, **typed: object) -> TestResponse:
    seen = seen_in(page) if page else ""
    data = {"csrf_token": csrf_token(client), "seen": seen, "reason": WHY, **typed}
    return client.post(PATH, data=data)


def cells(page: str) -> list[str]:
    """The words of the table of people, row by row."""
    table = page.partition("Who has another score")[2].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows[1:]]


def test_the_questions_are_listed_with_their_keys(manager) -> None:
    page = look(manager)
    assert page.count(">Decide<") == 4
    assert "Option a; Option b" in page


def test_a_question_has_a_form_and_nothing_is_shown_before_it_is_asked_for(manager) -> None:
    page = look(manager, question="q4")
    assert "Another key" in page
    assert "What would change" not in page
    assert re.search(r'value="d" checked', page)


def test_a_preview_says_who_gains_and_who_loses(manager) -> None:
    page = look(manager, question="q4", action="key_changed", right="c")
    assert cells(page) == [
        "Amina Banda 10.00 → 7.50 40.00 → 30.00 No certificate",
        "Bongani !Xóõ 7.50 → 10.00 30.00 → 40.00 No certificate",
        "Chloé d’Almeida 5.00 → 7.50 20.00 → 30.00 No certificate",
    ]
    assert rescorings_of(1) == ()


def test_a_click_does_what_was_shown(manager, quiz) -> None:
    page = look(manager, question="q4", action="key_changed", right=["c", "d"])
    answer = send(manager, page, question="q4", action="key_changed", right=["c", "d"])
    assert (answer.status_code, answer.location) == (303, PATH)
    assert scores(quiz) == {"Amina": "4/4", "Bongani": "4/4", "Chloé": "3/4"}
    after = manager.get(PATH).text
    assert "Scored anew. 2 participants have another score." in after
    assert WHY in after
    assert "Marta Rinaldi" in after


def test_the_same_click_again_says_that_nothing_changed(manager, quiz) -> None:
    page = look(manager, question="q4", action="dropped")
    send(manager, page, question="q4", action="dropped")
    again = send(manager, page, question="q4", action="dropped")
    assert again.status_code == 303
    assert "Nothing has changed." in manager.get(PATH).text
    assert len(rescorings_of(quiz.quiz.id)) == 1


def test_what_changed_meanwhile_is_shown_anew_and_the_reason_kept(manager, quiz) -> None:
    page = look(manager, question="q4", action="dropped")
    rescore(quiz, "q3", DROP)
    answer = send(manager, page, question="q4", action="dropped")
    assert answer.status_code == 412
    assert "Something changed since you looked at the preview." in answer.text
    assert WHY in answer.text
    assert seen_in(answer.text) != seen_in(page)
    assert send(manager, answer.text, question="q4", action="dropped").status_code == 303


def test_a_reason_is_asked_for(manager, quiz) -> None:
    page = look(manager, question="q4", action="dropped")
    answer = send(manager, page, question="q4", action="dropped", reason=" ")
    assert answer.status_code == 422
    assert "participants read it" in answer.text
    assert rescorings_of(quiz.quiz.id) == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"action": "key_changed"}, "Say what is right."),
        ({"action": "key_changed", "right": "z"}, "There is no option “z” in this question."),
        ({"action": "burnt"}, "Choose what is to be done with the question."),
    ],
)
def test_what_is_no_decision_is_refused_where_it_stands(manager, asked: dict[str, str], said: str) -> None:
    answer = manager.get(PATH, query_string={"question": "q4", **asked})
    assert answer.status_code == 422
    assert said in answer.text
    assert "What would change" not in answer.text


def test_an_unknown_question_and_an_unknown_quiz_are_not_found(manager) -> None:
    assert manager.get(PATH, query_string={"question": "q9"}).status_code == 404
    assert manager.get(PATH.replace("quiz_1", "quiz_9")).status_code == 404
    assert send(manager, "", question="q9", action="dropped").status_code == 404


def test_a_decision_can_be_taken_back(manager, quiz) -> None:
    assert 'value="as_written"' not in look(manager, question="q4")
    rescore(quiz, "q4", DROP)
    page = look(manager, question="q4", action="as_written")
    assert send(manager, page, question="q4", action="as_written").status_code == 303
    assert scores(quiz) == {"Amina": "4/4", "Bongani": "3/4", "Chloé": "2/4"}


def test_a_closed_course_shows_what_was_decided_and_no_form(manager, quiz) -> None:
    rescore(quiz, "q4", DROP)
    page = look(manager, question="q3", action="dropped")
    service.close_course(quiz.course, actor=SYSTEM, now=LATER)
    session.commit()
    closed = look(manager, question="q3", action="dropped")
    assert "no quiz can be scored anew" in closed
    assert '<form method="get"' not in closed
    assert WHY in closed
    assert send(manager, page, question="q3", action="dropped").status_code == 409


def test_a_quiz_that_nobody_started_has_nothing_to_decide(app) -> None:
    assert "Nobody has been asked anything yet" in browser(app, taking()).get(PATH).text


KINDS: tuple[tuple[Question, dict[str, object], str], ...] = (
    (multiple(), {"right": ["a", "c"]}, "Tick what has to be chosen."),
    (true_false(), {"right": ["false"]}, "Tick what is right."),
    (numeric("12.5", "0.5"), {"right": "13\n14.5 ± 1"}, "Accepted numbers"),
    (short("visa"), {"right": "permit\nwork permit*"}, "Accepted answers"),
    (matching(), {"right": [f"a>{EUROPE}", f"b>{AFRICA}", f"c>{ASIA}"]}, "Europe"),
    (ordering(), {"right": ["d", "c", "b", "a"]}, "Place 4"),
)


@pytest.mark.parametrize(("question", "key", "words"), KINDS, ids=[one[0].kind.value for one in KINDS])
def test_each_kind_takes_another_key_and_keeps_what_was_typed(app, question, key, words) -> None:
    quiz = taking(questions=bank(question), slots=[Slot(question="q1")])
    quiz.submit(quiz.start(AMINA))
    client = browser(app, quiz)
    assert words in look(client, question="q1")
    page = look(client, question="q1", action="key_changed", **key)
    assert "Nobody’s score would change." in page
    for typed in typed_in(key):
        assert html.escape(typed) in page
    answer = send(client, page, question="q1", action="key_changed", **key)
    assert answer.status_code == 303
    stored = rescorings_of(quiz.quiz.id)[0].decision.right_keys
    assert stored == tuple(typed_in(key))
    assert look(client, question="q1")


def typed_in(key: dict[str, object]) -> Iterator[str]:
    right = key["right"]
    yield from right.splitlines() if isinstance(right, str) else right


def test_the_page_speaks_of_people_only_to_who_may_decide(app, quiz) -> None:
    client = app.test_client()
    sign_in(client, enter_with_role(CHLOE, Role.PARTICIPANT, quiz.course.id))
    assert client.get(PATH).status_code == 403
