"""A paper for whoever builds a quiz: drawn as for an attempt, with what is right at hand, and stored nowhere."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.quizzes.models import Attempt
from app.quizzes.rules import Slot
from app.shared.database import session
from app.shared.permissions import Role
from tests.quizzes.bank.cast import browser_of, course_with_quiz
from tests.quizzes.cast import Taking, taking
from tests.quizzes.questions import bank, single
from tests.statements import statements

pytestmark = pytest.mark.alike

PATH = "/courses/QUIZ-1/quizzes/quiz_1/paper"


def reader(app: Flask, quiz: Taking) -> FlaskClient:
    session.commit()
    return browser_of(app, Role.ACTIVITY_MANAGER, quiz.course)


def page(client: FlaskClient, path: str = PATH) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def asked(markup: str) -> list[str]:
    """The questions of a paper in their order, by their links into the bank."""
    return re.findall(r'/questions/(\d+)">In the bank', markup)


def test_every_kind_is_shown_as_participants_see_it_and_what_is_right_beside_it(app: Flask) -> None:
    course = course_with_quiz()
    session.commit()
    shown = page(browser_of(app, Role.ACTIVITY_MANAGER, course), f"/courses/{course.code}/quizzes/warm_up/paper")
    count = len(asked(shown))
    assert count == len(re.findall(r'class="question preview"', shown)) >= 7
    assert shown.count("What is right") == count
    assert f"Question {count} of {count}" in shown
    for control in ('type="radio"', 'type="checkbox"', "<select", 'class="entries"', 'class="form-control"'):
        assert control in shown


def test_another_paper_has_another_order_and_the_same_number_the_same_paper(app: Flask) -> None:
    client = reader(app, taking(questions=bank(*[single("b")] * 12)))
    first, second = asked(page(client)), asked(page(client, f"{PATH}?paper=2"))
    assert sorted(first) == sorted(second)
    assert first != second
    assert asked(page(client)) == first
    assert "paper=2" in page(client)


def test_a_pool_is_drawn_from(app: Flask) -> None:
    client = reader(app, taking(questions=bank(*[single("b")] * 12), slots=[Slot(draw=5)]))
    papers = {tuple(sorted(asked(page(client, f"{PATH}?paper={number}")))) for number in range(1, 6)}
    assert {len(paper) for paper in papers} == {5}
    assert len(papers) > 1


@pytest.mark.parametrize("paper", ["0", "-3", "1000", "99999999999999999999", "x"])
def test_whatever_number_is_asked_for_there_is_a_paper(app: Flask, paper: str) -> None:
    assert len(asked(page(reader(app, taking()), f"{PATH}?paper={paper}&language=zz"))) == 4


def test_nothing_is_stored_and_it_costs_the_same_for_many_questions(app: Flask) -> None:
    client = reader(app, taking())
    page(client)
    with statements() as few:
        page(client)
    client = reader(app, taking("QUIZ-2", questions=bank(*[single("b")] * 40)))
    page(client, PATH.replace("QUIZ-1", "QUIZ-2"))
    with statements() as many:
        page(client, PATH.replace("QUIZ-1", "QUIZ-2"))
    assert len(many) == len(few)
    assert session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 0


def test_a_quiz_without_questions_says_so(app: Flask) -> None:
    assert "The quiz has no question yet" in page(reader(app, taking(slots=[])))


def test_a_quiz_that_is_not_there_is_not_found(app: Flask) -> None:
    assert reader(app, taking()).get(PATH.replace("quiz_1", "quiz_9")).status_code == 404
