from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from app.demo.answers import sitting
from app.quizzes.rules import Difficulty, Option, Question, QuestionKind, Scoring
from app.quizzes.rules.scoring import share

OPENS = datetime(2022, 2, 14, 7, 0, tzinfo=UTC)
LETTERS = "abcde"


def question(right: str, difficulty: Difficulty = Difficulty.MEDIUM) -> Question:
    return Question(
        kind=QuestionKind.SINGLE if len(right) == 1 else QuestionKind.MULTIPLE,
        text={"en": "Which?"},
        options=tuple(Option(letter, {"en": letter}, right=letter in right) for letter in LETTERS),
        scoring=Scoring.RIGHT_MINUS_WRONG,
        difficulty=difficulty,
    )


QUESTIONS = {
    f"q{number}": question(right) for number, right in enumerate(["a", "b", "cd", "d", "ab", "c", "acde", "e"])
}


@pytest.mark.parametrize("score", range(len(QUESTIONS) + 1))
@pytest.mark.parametrize("who", ["amina@ecampus.test", "bongani@ecampus.test", "chloe@ecampus.test"])
def test_the_answers_earn_exactly_the_score(who: str, score: int) -> None:
    answers = sitting(who, "quiz_1", QUESTIONS, score, OPENS).answers
    assert sum(share(QUESTIONS[key], answer) for key, answer in answers.items()) == Fraction(score)


def test_the_same_score_gives_the_same_attempt_each_time() -> None:
    assert sitting("amina@ecampus.test", "quiz_1", QUESTIONS, 5, OPENS) == sitting(
        "amina@ecampus.test", "quiz_1", QUESTIONS, 5, OPENS
    )


def test_two_people_with_the_same_score_do_not_miss_the_same_questions() -> None:
    missed = {
        tuple(key for key, answer in sitting(f"p{n}@x.test", "quiz_1", QUESTIONS, 4, OPENS).answers.items()
              if share(QUESTIONS[key], answer) == 0)
        for n in range(20)
    }  # fmt: skip
    assert len(missed) > 10


def test_answers_are_saved_one_after_another_within_the_attempt_and_the_time_limit() -> None:
    for number in range(50):
        attempt = sitting(f"p{number}@x.test", "quiz_2", QUESTIONS, 4, OPENS)
        moments = attempt.moments
        assert len(moments) == len(QUESTIONS)
        assert attempt.started_at < moments[0]
        assert list(moments) == sorted(set(moments))
        assert moments[-1] < attempt.ended_at <= attempt.started_at + timedelta(minutes=30)
        assert OPENS < attempt.started_at < OPENS + timedelta(days=5)


def test_difficult_questions_are_missed_more_often_than_easy_ones() -> None:
    questions = {f"easy{n}": question("a", Difficulty.EASY) for n in range(5)}
    questions |= {f"hard{n}": question("a", Difficulty.HARD) for n in range(5)}
    right = [
        key
        for number in range(100)
        for key, answer in sitting(f"p{number}@x.test", "quiz_1", questions, 5, OPENS).answers.items()
        if answer == ("a",)
    ]
    easy = sum(key.startswith("easy") for key in right)
    assert easy > 2 * (len(right) - easy)


def test_a_score_that_no_answers_give_is_refused() -> None:
    with pytest.raises(ValueError, match="8 questions give no score of 9"):
        sitting("amina@ecampus.test", "quiz_1", QUESTIONS, 9, OPENS)
