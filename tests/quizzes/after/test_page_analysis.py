"""The page of item analysis and its files: figures with their intervals, and nobody's name."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.quizzes import service
from app.shared import clock
from app.shared.permissions import Actor, Grant, Role
from tests.cast import EXPERT, MANAGER, enter_with_role, sign_in
from tests.grading.rescoring.cast import DROP, decision_on, everybody, rescore
from tests.grading.rescoring.test_many import crowd
from tests.quizzes.cast import Taking, taking
from tests.quizzes.pages.cast import every_kind, started

pytestmark = pytest.mark.alike

PATH = "/courses/QUIZ-1/quizzes/quiz_1/analysis"


def browser(app, quiz: Taking, person=EXPERT, role: Role = Role.EXPERT) -> FlaskClient:
    client = app.test_client()
    sign_in(client, enter_with_role(person, role, quiz.course.id))
    return client


@pytest.fixture
def quiz(app) -> Taking:
    """Forty people, of whom ten each answered q4 with a, b, c and d; d is right."""
    return crowd(40)


@pytest.fixture
def expert(app, quiz) -> FlaskClient:
    return browser(app, quiz)


def test_the_quiz_and_each_question_have_their_figures(expert) -> None:
    page = expert.get(PATH).text
    assert "8.13" in page
    assert "<strong>25 %</strong>" in page
    assert "14 to 40 %" in page
    assert "Reliability cannot" not in page
    assert page.count('id="q-q') == 4


def test_a_small_cohort_is_told_so(app) -> None:
    page = browser(app, everybody()).get(PATH).text
    assert "Few participants: read figures as hints" in page
    assert "With fewer than 10 people there are no groups to compare" in page


def test_no_participant_is_named(expert) -> None:
    """Item analysis is about questions: whoever reads it need not know who answered."""
    for path in (PATH, f"{PATH}.csv", f"{PATH}.json"):
        text = expert.get(path).text
        assert "Okoro" not in text
        assert "example.org" not in text


def test_a_quiz_that_nobody_finished_says_so(app) -> None:
    page = browser(app, taking()).get(PATH).text
    assert "Nobody has finished this quiz yet" in page
    assert "analysis.csv" not in page


def test_a_dropped_question_and_a_changed_key_are_told(app) -> None:
    quiz = everybody()
    rescore(quiz, "q4", decision_on(quiz, "q4", "c"))
    rescore(quiz, "q3", DROP)
    page = browser(app, quiz).get(PATH).text
    assert "The key was changed after the quiz." in page
    assert "dropped: in no total here" in page
    assert "This question was taken out of the score." in page


def test_a_doubtful_key_leads_who_may_decide_to_the_decision(app) -> None:
    """Nobody chose the right option: fewer than by guessing."""
    quiz = crowd(40, turns="abc")
    link = "/courses/QUIZ-1/quizzes/quiz_1/rescoring?question=q4"
    assert link in browser(app, quiz, MANAGER, Role.ACTIVITY_MANAGER).get(PATH).text
    page = browser(app, quiz).get(PATH).text
    assert "0 % were right, fewer than by guessing (25 %)." in page
    assert link not in page


def test_the_csv_has_a_line_for_each_question(expert) -> None:
    answer = expert.get(f"{PATH}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["question"] for row in rows] == ["q1", "q2", "q3", "q4"]
    q4 = rows[3]
    assert (q4["n"], q4["facility"], q4["facility_low"], q4["facility_high"]) == ("40", "0.25", "0.14", "0.40")
    assert (q4["kind"], q4["blank"], q4["seconds_median"], q4["discrimination"]) == ("single", "0", "120.00", "")
    assert 'filename="QUIZ-1-quiz_1-analysis.csv"' in answer.headers["Content-Disposition"]


def test_the_workbook_has_answers_languages_and_the_quiz_too(expert) -> None:
    book = load_workbook(io.BytesIO(expert.get(f"{PATH}.xlsx").data))
    assert book.sheetnames == ["Questions", "Answers", "Languages and versions", "Quiz"]
    answers = list(book["Answers"].iter_rows(min_row=2, values_only=True))
    assert [row[1:] for row in answers if row[0] == "q4"][:2] == [
        ("a", "Option a", "no", 10, 0, 0),
        ("b", "Option b", "no", 10, 0, 0),
    ]
    assert ("mean", 8.13) in [row[:2] for row in book["Quiz"].iter_rows(min_row=2, values_only=True)]


def test_the_json_has_everything_and_says_what_few_people_cannot(expert) -> None:
    found = json.loads(expert.get(f"{PATH}.json").text)
    assert (found["quiz"], found["participants"], found["out_of"]) == ("quiz_1", 40, "10.00")
    assert len(found["scores"]) == 40
    assert found["cautions"][0].startswith("So few people leave much to chance. With 40 of them")
    q4 = found["questions"][3]
    assert q4["answers"][3] == {
        "answer": "d",
        "text": {"en": "Option d", "fr": "Choix d"},
        "right": "yes",
        "count": 10,
        "upper": 0,
        "lower": 0,
    }
    assert q4["languages"][0]["n"] == 40
    assert q4["discrimination"] is None


def test_an_unknown_quiz_or_form_is_not_found(expert) -> None:
    assert expert.get(PATH.replace("quiz_1", "quiz_9")).status_code == 404
    assert expert.get(f"{PATH}.pdf").status_code == 404


def test_every_kind_of_question_can_be_shown(app) -> None:
    quiz = taking()
    practice = every_kind(quiz.course)
    attempt = started(quiz.course, practice)
    owner = Actor(attempt.person_id, "p", (Grant(Role.PARTICIPANT, quiz.course.id),))
    service.submit_attempt(attempt.id, actor=owner, now=clock.now())
    page = browser(app, quiz).get(PATH.replace("quiz_1", practice.key))
    assert page.status_code == 200
    assert "left blank" in page.text
