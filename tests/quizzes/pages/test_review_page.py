"""Looking back on an attempt: what is released is shown, and nothing else."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from app.quizzes import queries, service
from app.quizzes.models import Attempt, Rescoring
from app.quizzes.rules import Release, RescoringAction
from app.quizzes.rules.attempts import AttemptValue
from app.shared import clock
from app.shared.database import session
from tests.cast import BONGANI
from tests.quizzes.pages.cast import NUMBERS, RIGHT, RIGHT_NONE, RIGHT_ONE, every_kind, participant, save, started

KEY = ("right answer", "Right answer")
FEEDBACK = ("Explained", "Manual, annex 4")
WRONG = {
    "single": ["a"],
    "multiple": ["a"],
    "matching": [f"a>{RIGHT_ONE}", f"b>{RIGHT_NONE}"],
    "ordering": ["two", "one", "three"],
}


def taken(course, right: bool = True, **settings: object) -> AttemptValue:  # noqa: FBT001, FBT002
    """Amina's attempt at a quiz of every kind with these settings, answered and submitted."""
    attempt = started(course, every_kind(course, **settings))
    for kind, number in NUMBERS.items():
        if right or kind in WRONG:
            save(attempt, number, RIGHT[kind] if right else WRONG[kind])
    service.submit_attempt(attempt.id, actor=participant(course), now=clock.now())
    session.commit()
    return attempt


def review(client: FlaskClient, attempt: AttemptValue) -> str:
    """The words of the page's content."""
    answer = client.get(f"/attempts/{attempt.id}/review")
    assert answer.status_code == 200
    markup = answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    markup = re.sub(r"<(span|div) class=\"t\" [^>]* hidden>.*?</\1>", "", markup)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def test_right_answers_are_called_right_with_their_points(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course, release=Release.AFTER_SUBMISSION))
    assert "7.00 of 7.00 points" in page
    assert len(re.findall(r"(?<!not )(?<!partly )right 1\.00 of 1\.00", page)) == 7
    assert "not right" not in page
    for told in (*KEY, *FEEDBACK, "Why Banana"):
        assert told in page, told
    assert "Right answer 9" in page
    assert "Left one → Right one" in page
    assert "Step one Step two Step three" in page


def test_how_a_question_was_scored_stands_beside_its_points(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course, release=Release.AFTER_SUBMISSION))
    assert "All or nothing:" in page.partition("Question 2 of 7")[2].partition("Question 3 of 7")[0]


def test_wrong_partly_right_and_missing_answers_are_told_apart(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course, right=False, release=Release.AFTER_SUBMISSION))
    single = page.partition("Question 1 of 7")[2].partition("Question 2 of 7")[0]
    assert "not right 0.00 of 1.00" in single
    assert re.search(r"Apple your answer Why Apple", single)
    assert re.search(r"Banana right answer", single)
    assert "Why Banana" not in single
    numeric = page.partition("Question 4 of 7")[2].partition("Question 5 of 7")[0]
    assert "You gave no answer." in numeric
    assert "Right answer 9" in numeric
    assert "4 of 7" in page.partition("Questions answered")[2][:12]


def test_score_at_once_and_the_rest_after_closing(amina: FlaskClient, running) -> None:
    page = review(amina, taken(running))
    assert "7.00 of 7.00 points" in page
    for told in (*KEY, *FEEDBACK, "1.00 of 1.00", "Why Banana"):
        assert told not in page, told
    assert "Banana your answer" in page
    assert "Explanations will be shown here from" in page


def test_after_the_closing_all_of_it_is_shown(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course))
    for told in ("7.00 of 7.00 points", "right 1.00 of 1.00", *KEY, *FEEDBACK):
        assert told in page, told


def test_explanations_without_the_key_do_not_tell_it(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course, right=False, release=Release.AFTER_SUBMISSION, show_key=False))
    assert "Explained" in page
    assert "not right 0.00 of 1.00" in page
    assert "Apple your answer Why Apple" in page
    assert "Banana right answer" not in page
    assert "Right answer" not in page
    assert "The right answers are not shown for this quiz." in page


def test_what_is_never_released_is_called_so(amina: FlaskClient, course) -> None:
    page = review(amina, taken(course, release=Release.NEVER, release_score=Release.NEVER))
    assert "of 7.00 points" not in page
    assert "The score of this quiz is not shown here." in page
    assert "Explanations and right answers are not shown for this quiz." in page
    for told in FEEDBACK:
        assert told not in page


def test_a_score_that_waits_for_the_closing_says_until_when(amina: FlaskClient, running) -> None:
    page = review(amina, taken(running, release_score=Release.AFTER_CLOSING, release=Release.NEVER))
    assert "Your score will be shown here from" in page
    assert "of 7.00 points" not in page


@pytest.mark.parametrize(
    ("action", "sentence", "points"),
    [
        (RescoringAction.KEY_CHANGED, "The key of this question was corrected after the quiz", "1.00 of 1.00"),
        (RescoringAction.ALL_ACCEPTED, "Every answer that was given to this question counts as right", "1.00 of 1.00"),
        (RescoringAction.DROPPED, "This question was taken out of the quiz", "does not count"),
    ],
)
def test_a_decision_on_a_question_is_said_and_its_key_is_the_new_one(
    amina: FlaskClient, course, action: RescoringAction, sentence: str, points: str
) -> None:
    attempt = taken(course, right=False, release=Release.AFTER_SUBMISSION)
    asked = queries.asked_in([attempt.id])[attempt.id][0]
    decided = {
        "quiz_id": attempt.quiz_id,
        "question_id": asked.question_id,
        "action": action.value,
        "right_keys": ["a"] if action is RescoringAction.KEY_CHANGED else None,
        "reason": "it was wrong",
        "decided_at": clock.now(),
    }
    session.execute(insert(Rescoring).values(decided))
    session.commit()
    single = review(amina, attempt).partition("Question 1 of 7")[2].partition("Question 2 of 7")[0]
    assert sentence in single
    assert points in single
    assert ("Apple your answer right answer" in single) is (action is RescoringAction.KEY_CHANGED)


def test_an_open_attempt_is_gone_on_with_instead(amina: FlaskClient, attempt: AttemptValue) -> None:
    answer = amina.get(f"/attempts/{attempt.id}/review")
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt.id}")


def test_between_the_last_accepted_answer_and_the_closing_nothing_is_told(
    amina: FlaskClient, attempt: AttemptValue
) -> None:
    save(attempt, NUMBERS["single"], ["a"])
    now = clock.now()
    ends = {"due_at": now - timedelta(seconds=40), "accept_until": now - timedelta(seconds=10)}
    session.execute(update(Attempt).values(**ends, close_at=now + timedelta(minutes=5)))
    session.commit()
    page = review(amina, attempt)
    assert "the attempt is being closed" in page
    assert "Apple your answer" in page
    for told in (*KEY, *FEEDBACK, "points", "not right"):
        assert told not in page, told


def test_an_attempt_that_ran_out_is_closed_by_looking_at_it(amina: FlaskClient, attempt: AttemptValue) -> None:
    save(attempt, NUMBERS["single"], RIGHT["single"])
    then = clock.now() - timedelta(minutes=1)
    session.execute(update(Attempt).values(due_at=then, accept_until=then, close_at=then))
    session.commit()
    page = review(amina, attempt)
    assert "ended with the time" in page
    assert "1.00 of 7.00 points" in page


def test_explanations_wait_while_somebody_else_still_has_time_after_the_closing(amina: FlaskClient, course) -> None:
    attempt = taken(course)
    assert "Explained" in review(amina, attempt)
    started(course, queries.get_quiz(course.id, "practice"), BONGANI)
    page = review(amina, attempt)
    assert "Explained" not in page
    assert "Explanations will be shown here when the last attempt at this quiz has ended." in page
