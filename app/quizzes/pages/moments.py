"""Instants inside sentences, as the reader's clocks and those of the course show them."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import get_locale, get_timezone
from flask_babel import gettext as _

from app.courses.rules import CourseValue
from app.quizzes.rules.wording import Moment
from app.shared.language import city_of

STYLE = "EEE d MMM, HH:mm"


def moment_in(course: CourseValue) -> Moment:
    """Return what puts an instant into words: in the zone of `course`, and in the reader's where that differs."""
    shown, reader = current_app.jinja_env.filters["moment"], str(get_timezone())

    def say(instant: datetime) -> str:
        there, own = shown(instant, course.timezone, STYLE), shown(instant, reader, STYLE)
        zone = city_of(course.timezone, str(get_locale()))
        if there == own:
            return str(_("%(time)s (%(zone)s)", time=there, zone=zone))
        return str(_("%(time)s (%(zone)s; for you %(own)s)", time=there, zone=zone, own=own))

    return say
