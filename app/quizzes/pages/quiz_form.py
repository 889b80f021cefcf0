"""The form of a quiz's settings, filled and read back. Times are typed as clocks in the course's zone show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from app.courses.rules import CourseValue
from app.courses.rules.moments import Wall, utc, wall_fault
from app.quizzes.rules.building import OwnTerms
from app.quizzes.rules.settings import QuizSettings
from app.quizzes.rules.vocabulary import Counts, Layout, Release
from app.shared import clock
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

Form = Mapping[str, str]
Word = TypeVar("Word", bound=StrEnum)
_SWITCHES = ("going_back", "shuffle_questions", "shuffle_options", "show_key")
_MINUTE = "%Y-%m-%dT%H:%M"
_MOST_DIGITS = 6


def typed_settings(settings: QuizSettings) -> dict[str, str]:
    """Return what the form shows of settings."""
    shown = {name: "yes" if getattr(settings, name) else "" for name in _SWITCHES}
    return shown | {
        "attempts": "" if settings.attempts is None else str(settings.attempts),
        "counts": settings.counts.value,
        "layout": settings.layout.value,
        "release": settings.release.value,
        "release_score": settings.release_score.value,
        "grace_seconds": str(settings.grace_seconds),
    }


def read_settings(form: Form) -> QuizSettings:
    """Return the settings that were typed. Raises `Unreadable` with every number that is none."""
    problems: list[Problem] = []
    attempts = _whole(form, "attempts", problems)
    grace = _whole(form, "grace_seconds", problems)
    if problems:
        raise Unreadable(problems=problems)
    usual = QuizSettings()
    return QuizSettings(
        attempts=attempts,
        counts=_one_of(Counts, form, "counts", usual.counts),
        layout=_one_of(Layout, form, "layout", usual.layout),
        release=_one_of(Release, form, "release", usual.release),
        release_score=_one_of(Release, form, "release_score", usual.release_score),
        grace_seconds=usual.grace_seconds if grace is None else grace,
        **{name: bool(form.get(name)) for name in _SWITCHES},
    )


def typed_terms(terms: OwnTerms, course: CourseValue) -> dict[str, str]:
    """Return what the form shows of a quiz's own terms."""
    shown = {f"title.{tag}": terms.title.get(tag, "") for tag in course.languages}
    shown |= {f"intro.{tag}": terms.intro.get(tag, "") for tag in course.languages}
    return shown | {
        "week": "" if terms.week is None else str(terms.week),
        "minutes": "" if terms.minutes is None else str(terms.minutes),
        "opens_at": as_clocks_show(terms.opens_at, course),
        "closes_at": as_clocks_show(terms.closes_at, course),
    }


def read_terms(form: Form, course: CourseValue) -> OwnTerms:
    """Return the terms that were typed. Raises `Unreadable` with every number or time that is none."""
    problems: list[Problem] = []
    terms = OwnTerms(
        title=_texts(form, "title", course),
        intro=_texts(form, "intro", course),
        week=_whole(form, "week", problems),
        minutes=_whole(form, "minutes", problems),
        opens_at=read_instant(form, "opens_at", course, problems),
        closes_at=read_instant(form, "closes_at", course, problems),
    )
    if problems:
        raise Unreadable(problems=problems)
    return terms


def _texts(form: Form, name: str, course: CourseValue) -> dict[str, str]:
    return {tag: form.get(f"{name}.{tag}", "").replace("\r\n", "\n").strip() for tag in course.languages}


def _whole(form: Form, name: str, problems: list[Problem]) -> int | None:
    written = form.get(name, "").strip()
    if not written:
        return None
    if written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS:
        return int(written)
    problems.append(Problem(text("A whole number, please, or nothing."), name))
    return None


def _one_of(words: type[Word], form: Form, name: str, usual: Word) -> Word:
    return next((word for word in words if word.value == form.get(name)), usual)


def as_clocks_show(instant: datetime | None, course: CourseValue) -> str:
    """Return an instant as a field for day and time holds it, in the course's zone; "" for none."""
    return "" if instant is None else clock.in_zone(instant, course.timezone).strftime(_MINUTE)


def read_instant(form: Form, name: str, course: CourseValue, problems: list[Problem]) -> datetime | None:
    """Return the instant that a field for day and time means; None where it is empty. What is wrong is noted."""
    written = form.get(name, "").strip()
    if not written:
        return None
    try:
        shown = datetime.strptime(written[:16], _MINUTE)  # noqa: DTZ007 - what a clock on the wall shows
    except ValueError:
        problems.append(Problem(text("Write day and time like 2022-03-14T08:00."), name))
        return None
    fault = wall_fault(Wall(shown.date(), shown.time()), course.timezone)
    if fault is not None:
        problems.append(Problem(fault, name))
    return utc(shown.date(), shown.time(), course.timezone)
