"""Why an attempt cannot be started, or an answer not saved: each with its code."""

from __future__ import annotations

from datetime import datetime

from app.quizzes.rules.attempts import AttemptValue, StoredAnswer
from app.quizzes.rules.vocabulary import AttemptState
from app.shared.errors import RuleBroken
from app.shared.wording import text


class AttemptClosed(RuleBroken):
    """The attempt takes no answers any more: it ended, or this came after its deadline and the grace.

    `stored` is the newest answer to the question concerned, where one is concerned.
    """

    default_code = "attempt_closed"
    default_text = text("This attempt is closed. What is stored counts.")

    def __init__(self, state: AttemptState, ended_at: datetime | None, stored: StoredAnswer | None = None) -> None:
        """Say what became of the attempt, and what is stored."""
        super().__init__()
        self.state, self.ended_at, self.stored = state, ended_at, stored


class AnswerChanged(RuleBroken):
    """Somebody, in another window or on another device, saved a newer answer than the one this was based on."""

    default_code = "answer_changed"
    default_text = text("This answer was changed elsewhere meanwhile. Look at it, then decide.")

    def __init__(self, stored: StoredAnswer | None) -> None:
        """Say what is stored; None: nothing yet."""
        super().__init__()
        self.stored = stored


def not_enrolled() -> RuleBroken:
    """Say that the reader takes no part in the course."""
    return RuleBroken(text("You do not take this course."), code="not_enrolled")


def not_open() -> RuleBroken:
    """Say that the window has not begun."""
    return RuleBroken(text("This quiz is not open yet."), code="quiz_not_open")


def quiz_closed() -> RuleBroken:
    """Say that the window is over."""
    return RuleBroken(text("This quiz is closed."), code="quiz_closed")


def quiz_empty() -> RuleBroken:
    """Say that there is no question to be asked."""
    return RuleBroken(text("This quiz has no questions yet."), code="quiz_empty")


def no_attempts_left(attempts: int) -> RuleBroken:
    """Say that every attempt that the quiz allows was made."""
    reason = text("No attempt is left: this quiz can be taken %(count)s times.", count=attempts)
    once = text("This quiz can be taken once, and you have taken it.")
    return RuleBroken(once if attempts == 1 else reason, code="no_attempts_left")


def question_passed() -> RuleBroken:
    """Say that the participant went on to a later question, and that the quiz allows no way back."""
    return RuleBroken(
        text("You have gone on from this question, and this quiz has no way back."), code="question_passed"
    )


def question_ahead() -> RuleBroken:
    """Say that the participant has not come to this question yet."""
    return RuleBroken(text("Questions of this quiz are answered one after the other."), code="question_ahead")


def closed(attempt: AttemptValue) -> AttemptClosed:
    """Say that the attempt as a whole takes nothing any more."""
    return AttemptClosed(attempt.state, attempt.ended_at)
