"""The rules of a quiz in plain words, made from its data: the same sentences for every quiz. Pure.

What a participant can rely on before the start. Instants inside a sentence are put into words by the caller (`moment`),
who knows the reader's language and zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.courses.rules.deadlines import Deadline
from app.quizzes.rules.settings import QuizSettings, QuizValue
from app.quizzes.rules.vocabulary import Counts, Layout, Release
from app.shared.wording import Text, text

Moment = Callable[[datetime], str]
"""Puts an instant into words, in the course's zone and in the reader's."""

_MINUTE = timedelta(minutes=1)


class Topic(StrEnum):
    """What a rule is about, in the order in which rules are shown."""

    OPENS = "opens"
    CLOSES = "closes"
    LIMIT = "limit"
    MORE_TIME = "more_time"
    ATTEMPTS = "attempts"
    QUESTIONS = "questions"
    SCORING = "scoring"
    SAVING = "saving"
    CONNECTION = "connection"
    END = "end"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds on one topic: sentences, and the instant that it is about, if it is about one."""

    topic: Topic
    lines: tuple[Text, ...] = ()
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """When a quiz can be taken: by everybody (`general`), and by the reader (`own`)."""

    general: Deadline
    own: Deadline


def rules_in_words(quiz: QuizValue, times: Times, moment: Moment) -> tuple[Rule, ...]:
    """Return everything that is to be known before the start."""
    return tuple(_rules(quiz, times, moment))


def cut_in_words(deadline: Deadline, start: datetime, moment: Moment) -> Text | None:
    """Return what to say to somebody who starts at `start` and will not have the whole time limit; None otherwise."""
    cut = deadline.cut(start)
    if not cut or deadline.limit is None or deadline.closes_at is None:
        return None
    left = deadline.limit - cut
    return text(
        "If you start now, you have %(left)s instead of %(limit)s: %(cut)s less, because the quiz closes on "
        "%(closes)s.",
        left=span(left),
        limit=span(deadline.limit),
        cut=span(deadline.limit - left // _MINUTE * _MINUTE),
        closes=moment(deadline.closes_at),
    )


def span(length: timedelta) -> Text:
    """Return a length of time in words, in full minutes rounded down."""
    minutes = length // _MINUTE
    if minutes < 1:
        return text("less than a minute")
    return text("1 minute") if minutes == 1 else text("%(count)s minutes", count=minutes)


def _rules(quiz: QuizValue, times: Times, moment: Moment) -> Iterator[Rule]:
    own, settings = times.own, quiz.settings
    always = text("It is open at any time, until the course is closed.")
    if own.opens_at or not own.closes_at:
        yield Rule(Topic.OPENS, () if own.opens_at else (always,), own.opens_at)
    if own.closes_at:
        yield Rule(Topic.CLOSES, instant=own.closes_at)
    yield Rule(Topic.LIMIT, tuple(_limit(own, moment)))
    more = tuple(_more_time(times, moment))
    if more:
        yield Rule(Topic.MORE_TIME, more)
    yield Rule(Topic.ATTEMPTS, tuple(_attempts(quiz)))
    yield Rule(Topic.QUESTIONS, tuple(_questions(quiz)))
    yield Rule(Topic.SCORING, tuple(_scoring()))
    yield Rule(Topic.SAVING, tuple(_saving(settings)))
    yield Rule(Topic.CONNECTION, tuple(_connection(settings, own)))
    yield Rule(Topic.END, tuple(_end(quiz, own)))
    yield Rule(Topic.AFTER, tuple(_after(settings, times, moment)))


def _limit(own: Deadline, moment: Moment) -> Iterator[Text]:
    if own.limit is None:
        ends = text("There is no time limit: you may work on it until it closes.")
        yield ends if own.closes_at else text("There is no time limit.")
        return
    yield text(
        "You have %(limit)s, counted from the moment at which you start. Reading this page costs no time; once you "
        "have started, the clock runs on, whether or not the page is open.",
        limit=span(own.limit),
    )
    if own.closes_at is not None:
        yield text(
            "An attempt ends when the quiz closes, at the latest. If you start after %(moment)s, you have less than "
            "%(limit)s.",
            moment=moment(own.closes_at - own.limit),
            limit=span(own.limit),
        )
    yield text("The server’s clock decides. The time left on the page follows it, whatever your device shows.")


def _more_time(times: Times, moment: Moment) -> Iterator[Text]:
    general, own = times.general, times.own
    if own.closes_at and general.closes_at and own.closes_at > general.closes_at:
        yield text(
            "It closes later for you: on %(own)s instead of %(general)s.",
            own=moment(own.closes_at),
            general=moment(general.closes_at),
        )
    if own.limit and general.limit and own.limit > general.limit:
        yield text("You have %(own)s instead of %(general)s.", own=span(own.limit), general=span(general.limit))


def _attempts(quiz: QuizValue) -> Iterator[Text]:
    settings = quiz.settings
    if settings.attempts == 1:
        yield text("You have one attempt. Leaving the page does not end it: open the quiz again, and it goes on.")
    elif settings.attempts is None:
        yield text("You may try as often as you like.")
    else:
        yield text("You have %(count)s attempts.", count=settings.attempts)
    if quiz.piece_id is None:
        yield text("This quiz is for practice: it earns no points.")
    elif settings.attempts != 1:
        yield _COUNTS[settings.counts]


_COUNTS = {
    Counts.BEST: text("The best of your attempts counts."),
    Counts.LAST: text("The last of your attempts counts."),
    Counts.FIRST: text("The first of your attempts counts."),
    Counts.MEAN: text("The mean of your attempts counts."),
}


def _questions(quiz: QuizValue) -> Iterator[Text]:
    settings = quiz.settings
    count = sum(slot.draw for slot in quiz.slots)
    yield text("There is one question.") if count == 1 else text("There are %(count)s questions.", count=count)
    if any(slot.question is None for slot in quiz.slots):
        yield text("They are drawn at random, so that two attempts have different questions.")
    if settings.layout is Layout.ONE_PAGE:
        yield text("All questions are on one page. Answer them in any order.")
    elif settings.going_back:
        yield text("Each question has a page of its own. You may go back to those before.")
    else:
        yield text(
            "Each question has a page of its own. You cannot go back: once you go on, your answer stands as it is."
        )
    shuffled = _SHUFFLED.get((settings.shuffle_questions and count > 1, settings.shuffle_options))
    if shuffled:
        yield shuffled


_SHUFFLED = {
    (True, True): text("Questions and options come in a different order for everybody."),
    (True, False): text("The questions come in a different order for everybody."),
    (False, True): text("The options come in a different order for everybody."),
}


def _scoring() -> Iterator[Text]:
    yield text(
        "Where several options, pairs or places are right, the question says beside it how they are scored: all or "
        "nothing, right minus wrong, or part by part."
    )
    yield text(
        "A wrong answer does not reduce what you earned on other questions, and no question gives less than 0 points."
    )


def _saving(settings: QuizSettings) -> Iterator[Text]:
    yield text("Every answer is saved as soon as you give it. Beside each question the page says whether it is saved.")
    if settings.one_way:
        yield text("A saved answer cannot get lost, and you can change it until you go on to the next question.")
    else:
        yield text("A saved answer cannot get lost, and you can change it until the attempt ends.")
    yield text("You may change to another device. Where two have changed the same answer, you are asked which to keep.")


def _connection(settings: QuizSettings, own: Deadline) -> Iterator[Text]:
    if settings.one_way:
        yield text(
            "Keep the page open. It keeps your answer on this device, and saves it once the connection is back. To go "
            "on to the next question you need the connection."
        )
    else:
        yield text(
            "Keep the page open and go on. It keeps your answers on this device, shows which of them wait, and saves "
            "them once the connection is back."
        )
    if own.limit is not None or own.closes_at is not None:
        yield text("The time keeps running.")
    yield text("If you lose the page, open the quiz again: the same attempt goes on with everything that was saved.")
    if own.limit is not None or own.closes_at is not None:
        yield text("If you were cut off for long, write to the course team: lost time can be given back.")


def _end(quiz: QuizValue, own: Deadline) -> Iterator[Text]:
    if own.limit is not None or own.closes_at is not None:
        yield text("When the time is over, the attempt ends by itself. What was saved by then counts.")
        if quiz.settings.grace_seconds:
            yield text(
                "An answer that was on its way still counts if it arrives within %(seconds)s seconds after the end.",
                seconds=quiz.settings.grace_seconds,
            )
    yield text("You may submit earlier: unused minutes take no points. What was submitted can no longer be changed.")
    if quiz.piece_id is not None and (own.limit is not None or own.closes_at is not None):
        yield text("An attempt that ends without any saved answer, and was not submitted, counts as not taken.")


def _after(settings: QuizSettings, times: Times, moment: Moment) -> Iterator[Text]:
    feedback = _FEEDBACK_AND_KEY if settings.show_key else _FEEDBACK
    yield _SCORE[settings.release_score]
    yield feedback[settings.release]
    ends = [one.closes_at for one in (times.general, times.own) if one.closes_at]
    if Release.AFTER_CLOSING in {settings.release, settings.release_score} and ends:
        yield text("It closes on %(moment)s, or later if somebody was given more time.", moment=moment(max(ends)))


_SCORE = {
    Release.AFTER_SUBMISSION: text("You see your score as soon as the attempt has ended."),
    Release.AFTER_CLOSING: text("You see your score once the quiz has closed for everybody."),
    Release.NEVER: text("Your score is not shown in the quiz."),
}
_FEEDBACK = {
    Release.AFTER_SUBMISSION: text("You see the explanations, without the right answers, as soon as it has ended."),
    Release.AFTER_CLOSING: text(
        "You see the explanations, without the right answers, once the quiz has closed for everybody."
    ),
    Release.NEVER: text("Explanations and right answers are not shown."),
}
_FEEDBACK_AND_KEY = {
    Release.AFTER_SUBMISSION: text("You see the right answers and the explanations as soon as it has ended."),
    Release.AFTER_CLOSING: text(
        "You see the right answers and the explanations once the quiz has closed for everybody."
    ),
    Release.NEVER: text("Explanations and right answers are not shown."),
}
