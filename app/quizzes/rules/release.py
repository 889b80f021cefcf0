"""What a participant may see of a finished attempt, and from when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.quizzes.rules.settings import QuizSettings
from app.quizzes.rules.vocabulary import Release


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether the score, the feedback and the right answers can be seen now."""

    score: bool = False
    feedback: bool = False
    key: bool = False


ALL = Shown(score=True, feedback=True, key=True)
"""What those see who look after the course."""


def closing_of(own: datetime | None, general: datetime | None, *, course_ends: datetime, slack: timedelta) -> datetime:
    """Return the instant that "after closing" means for a participant.

    It is the later of the own and the general end of the window (the course's end where a window has none), and as
    long again as an answer may still be accepted.
    """
    return max(own or course_ends, general or course_ends) + slack


def is_released(rule: Release, *, closing: datetime, now: datetime) -> bool:
    """Tell whether something of an ended attempt can be seen at `now`."""
    return rule is Release.AFTER_SUBMISSION or (rule is Release.AFTER_CLOSING and now >= closing)


def shown(settings: QuizSettings, *, ended: bool, closing: datetime, now: datetime, others_open: bool) -> Shown:
    """Return what the participant may see at `now`.

    What would help somebody stays hidden while another attempt at the quiz is under way after its closing
    (`others_open`): time that was credited must not be spent on reading somebody's review.
    """
    if not ended:
        return Shown()
    score = is_released(settings.release_score, closing=closing, now=now)
    feedback = is_released(settings.release, closing=closing, now=now)
    if settings.release is Release.AFTER_CLOSING and others_open:
        feedback = False
    return Shown(score=score, feedback=feedback, key=feedback and settings.show_key)


def counts_from(rule: Release, *, closing: datetime, now: datetime) -> datetime | None:
    """Return from when a score counts in the course; None: at once.

    One that is never shown in the quiz counts from the closing: the result of the course tells it all the same.
    """
    return None if rule is Release.AFTER_SUBMISSION or now >= closing else closing
