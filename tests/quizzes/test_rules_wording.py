"""The rules of a quiz in plain words: every setting says its own sentence, and nothing is said that does not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from app.courses.rules.deadlines import Deadline
from app.quizzes.rules import Counts, Layout, QuizSettings, QuizValue, Release, Slot
from app.quizzes.rules.wording import Times, Topic, cut_in_words, rules_in_words, span

OPENS = datetime(2022, 2, 14, 7, 0, tzinfo=UTC)
CLOSES = datetime(2022, 2, 25, 22, 59, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
THIRTY = Deadline(OPENS, CLOSES, 30 * MINUTE)


def clock(instant: datetime) -> str:
    return f"{instant:%d %H:%M}"


def quiz(slots: int = 10, *, counts_for_result: bool = True, **settings: object) -> QuizValue:
    return QuizValue(
        id=1,
        course_id=1,
        key="quiz_1",
        piece_id=1 if counts_for_result else None,
        title={},
        intro={},
        week=1,
        position=1,
        minutes=30,
        opens_at=OPENS,
        closes_at=CLOSES,
        maximum=Fraction(10),
        settings=QuizSettings(**settings),
        slots=tuple(Slot(question=f"q{place}") for place in range(slots)),
    )


def said(topic: Topic, value: QuizValue, times: Times | None = None) -> str:
    rules = rules_in_words(value, times or Times(THIRTY, THIRTY), clock)
    return " ".join(str(line) for rule in rules if rule.topic is topic for line in rule.lines)


def test_every_topic_is_said_once_and_in_its_order() -> None:
    topics = [rule.topic for rule in rules_in_words(quiz(), Times(THIRTY, THIRTY), clock)]
    assert topics == [topic for topic in Topic if topic is not Topic.MORE_TIME]


@pytest.mark.parametrize(
    ("settings", "topic", "sentence"),
    [
        ({"attempts": 1}, Topic.ATTEMPTS, "You have one attempt."),
        ({"attempts": None}, Topic.ATTEMPTS, "You may try as often as you like."),
        ({"attempts": 3}, Topic.ATTEMPTS, "You have 3 attempts."),
        ({"attempts": 3, "counts": Counts.BEST}, Topic.ATTEMPTS, "The best of your attempts counts."),
        ({"attempts": 3, "counts": Counts.LAST}, Topic.ATTEMPTS, "The last of your attempts counts."),
        ({"attempts": 3, "counts": Counts.FIRST}, Topic.ATTEMPTS, "The first of your attempts counts."),
        ({"attempts": 3, "counts": Counts.MEAN}, Topic.ATTEMPTS, "The mean of your attempts counts."),
        ({"layout": Layout.ONE_PAGE}, Topic.QUESTIONS, "All questions are on one page."),
        ({"layout": Layout.ONE_QUESTION}, Topic.QUESTIONS, "You may go back to those before."),
        ({"layout": Layout.ONE_QUESTION, "going_back": False}, Topic.QUESTIONS, "You cannot go back"),
        ({}, Topic.QUESTIONS, "Questions and options come in a different order"),
        ({"shuffle_questions": False}, Topic.QUESTIONS, "The options come in a different order"),
        ({"shuffle_options": False}, Topic.QUESTIONS, "The questions come in a different order"),
        ({"grace_seconds": 45}, Topic.END, "within 45 seconds after the end"),
        ({"release_score": Release.AFTER_CLOSING}, Topic.AFTER, "You see your score once the quiz has closed"),
        ({"release_score": Release.NEVER}, Topic.AFTER, "Your score is not shown in the quiz."),
        ({"release": Release.AFTER_SUBMISSION}, Topic.AFTER, "right answers and the explanations as soon as"),
        (
            {"release": Release.AFTER_CLOSING},
            Topic.AFTER,
            "the explanations once the quiz has closed",
        ),
        ({"release": Release.NEVER}, Topic.AFTER, "Explanations and right answers are not shown."),
        ({"show_key": False}, Topic.AFTER, "without the right answers"),
    ],
)
def test_a_setting_is_said(settings: dict[str, object], topic: Topic, sentence: str) -> None:
    assert sentence in said(topic, quiz(**settings))


@pytest.mark.parametrize(
    ("settings", "topic", "sentence"),
    [
        ({"attempts": 1}, Topic.ATTEMPTS, "of your attempts counts"),
        ({"grace_seconds": 0}, Topic.END, "on its way"),
        ({"shuffle_questions": False, "shuffle_options": False}, Topic.QUESTIONS, "different order"),
        ({"layout": Layout.ONE_PAGE, "going_back": False}, Topic.QUESTIONS, "cannot go back"),
    ],
)
def test_what_does_not_hold_is_not_said(settings: dict[str, object], topic: Topic, sentence: str) -> None:
    assert sentence not in said(topic, quiz(**settings))


def test_when_what_waits_for_the_closing_can_be_seen_is_said() -> None:
    earliest = "It closes on 25 22:59, or later if somebody was given more time."
    assert earliest in said(Topic.AFTER, quiz(release=Release.AFTER_CLOSING))
    longer = Times(THIRTY, Deadline(OPENS, CLOSES + timedelta(days=1), 30 * MINUTE))
    assert "It closes on 26 22:59" in said(Topic.AFTER, quiz(release=Release.AFTER_CLOSING), longer)
    at_once = quiz(release=Release.AFTER_SUBMISSION, release_score=Release.AFTER_SUBMISSION)
    assert "It closes on" not in said(Topic.AFTER, at_once)
    ever = Times(Deadline(), Deadline())
    assert "It closes on" not in said(Topic.AFTER, quiz(release=Release.AFTER_CLOSING), ever)


ONE_WAY = {"layout": Layout.ONE_QUESTION, "going_back": False}


def test_without_a_way_back_nothing_is_promised_that_does_not_hold() -> None:
    assert "you can change it until you go on to the next question" in said(Topic.SAVING, quiz(**ONE_WAY))
    assert "until the attempt ends" not in said(Topic.SAVING, quiz(**ONE_WAY))
    assert "To go on to the next question you need the connection." in said(Topic.CONNECTION, quiz(**ONE_WAY))
    assert "go on." not in said(Topic.CONNECTION, quiz(**ONE_WAY))
    assert "until the attempt ends" in said(Topic.SAVING, quiz())
    assert "Keep the page open and go on." in said(Topic.CONNECTION, quiz())


def test_where_nothing_ends_it_no_time_runs_and_none_can_be_lost() -> None:
    ever = Times(Deadline(), Deadline())
    for sentence in ("The time keeps running", "lost time"):
        assert sentence in said(Topic.CONNECTION, quiz())
        assert sentence not in said(Topic.CONNECTION, quiz(), ever)


def test_practice_says_that_it_earns_nothing_and_promises_no_consequence() -> None:
    practice = quiz(attempts=None, counts_for_result=False)
    assert "it earns no points" in said(Topic.ATTEMPTS, practice)
    assert "counts." not in said(Topic.ATTEMPTS, practice)
    assert "counts as not taken" not in said(Topic.END, practice)
    assert "counts as not taken" in said(Topic.END, quiz())


def test_a_pool_is_counted_by_what_it_draws() -> None:
    fixed = quiz(2)
    drawn = replace(fixed, slots=(Slot(category="a", draw=7),))
    assert "There are 7 questions." in said(Topic.QUESTIONS, drawn)
    assert "drawn at random" in said(Topic.QUESTIONS, drawn)
    assert "drawn at random" not in said(Topic.QUESTIONS, fixed)


def test_the_limit_says_from_when_on_the_window_cuts_it() -> None:
    limit = said(Topic.LIMIT, quiz())
    assert "You have 30 minutes, counted from the moment at which you start." in limit
    assert "If you start after 25 22:29, you have less than 30 minutes." in limit


def test_without_a_limit_only_the_window_ends_it() -> None:
    unlimited = Deadline(OPENS, CLOSES)
    assert said(Topic.LIMIT, quiz(), Times(unlimited, unlimited)) == (
        "There is no time limit: you may work on it until it closes."
    )


def test_nothing_ends_a_quiz_without_window_and_limit() -> None:
    ever = Times(Deadline(), Deadline())
    assert said(Topic.OPENS, quiz(), ever) == "It is open at any time, until the course is closed."
    assert said(Topic.LIMIT, quiz(), ever) == "There is no time limit."
    assert "the attempt ends by itself" not in said(Topic.END, quiz(), ever)


def test_own_time_says_what_differs_from_everybodys() -> None:
    own = Deadline(OPENS, CLOSES + timedelta(days=1), 45 * MINUTE)
    more = said(Topic.MORE_TIME, quiz(), Times(THIRTY, own))
    assert "It closes later for you: on 26 22:59 instead of 25 22:59." in more
    assert "You have 45 minutes instead of 30 minutes." in more
    assert said(Topic.MORE_TIME, quiz()) == ""


@pytest.mark.parametrize(
    ("before_closing", "left", "cut"),
    [
        (30 * MINUTE, None, None),
        (30 * MINUTE - timedelta(seconds=1), "29 minutes", "1 minute"),
        (9 * MINUTE + timedelta(seconds=30), "9 minutes", "21 minutes"),
        (9 * MINUTE, "9 minutes", "21 minutes"),
        (MINUTE, "1 minute", "29 minutes"),
        (timedelta(seconds=59), "less than a minute", "30 minutes"),
    ],
)
def test_a_late_start_is_told_what_is_left_and_what_is_cut(
    before_closing: timedelta, left: str | None, cut: str | None
) -> None:
    found = cut_in_words(THIRTY, CLOSES - before_closing, clock)
    if left is None:
        assert found is None
    else:
        assert str(found) == (
            f"If you start now, you have {left} instead of 30 minutes: {cut} less, because the quiz closes on 25 22:59."
        )


def test_minutes_are_counted_down() -> None:
    assert [str(span(timedelta(seconds=seconds))) for seconds in (0, 59, 60, 119, 120, 5400)] == [
        "less than a minute", "less than a minute", "1 minute", "1 minute", "2 minutes", "90 minutes",
    ]  # fmt: skip
