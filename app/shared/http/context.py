"""What every template may use: who reads, in which language and zone, what the reader may do."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime
from flask import Flask, current_app, g, request
from flask import session as cookie
from flask_babel import Babel, get_locale, get_timezone

from app.shared import clock, language
from app.shared.http import fragments, modules, sentences
from app.shared.http.access import csrf_token, current_person, may
from app.shared.http.navigation import course_navigation
from app.shared.http.sessions import LANGUAGE_KEY
from app.shared.wording import Text, points

babel = Babel()
MOMENTS = {"short": "d MMM, HH:mm", "medium": "d MMM y, HH:mm", "long": "EEEE d MMMM y, HH:mm", "time": "HH:mm"}
DAYS = {"short": "d MMM", "medium": "d MMMM y", "long": "EEEE d MMMM y"}
"""Day before month and a 24-hour clock in both languages: readers come from many countries."""


def reader_language() -> str:
    """Return this request's language: the person's own, else the visitor's choice, else what the browser asks for."""
    person = current_person()
    if person is not None:
        return language.supported(person.language)
    chosen = cookie.get(LANGUAGE_KEY)
    if chosen in language.LANGUAGES:
        return str(chosen)
    asked = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((base for base in asked if base in language.LANGUAGES), language.DEFAULT)


def reader_zone() -> str:
    """Return the reader's IANA zone: the person's own, else that of the page's course, else UTC."""
    person = current_person()
    if person is not None:
        return person.timezone
    return str(getattr(g.get("course"), "timezone", "UTC"))


def register(app: Flask) -> None:
    """Give `app` its locale and zone selectors, template helpers and filters."""
    babel.init_app(app, locale_selector=reader_language, timezone_selector=reader_zone)
    sentences.register(app, _language)
    modules.register(app)
    fragments.register(app, _language, _zone, _moment_in)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(_context)
    app.add_template_filter(_say, "say")
    app.add_template_filter(_pick, "pick")
    app.add_template_filter(_points, "points")
    app.add_template_filter(_moment, "moment")
    app.add_template_filter(_day, "day")


def _context() -> dict[str, Any]:
    return {
        "may": may,
        "has_endpoint": lambda name: name in current_app.view_functions,
        "current_person": current_person(),
        "course": g.get("course"),
        "course_navigation": course_navigation,
        "locale": _language(),
        "reader_zone": _zone(),
        "now": clock.now(),
        "request_id": g.get("request_id"),
    }


def _language() -> str:
    here = g._get_current_object()  # noqa: SLF001 - as Flask's manual has it; a page asks three hundred times
    spoken: str | None = here.get("spoken")
    if spoken is None:
        locale = get_locale()
        spoken = here.spoken = locale.language if locale else language.DEFAULT
    return spoken


def _zone() -> str:
    here = g._get_current_object()  # noqa: SLF001 - as above
    zone: str | None = here.get("zone")
    if zone is None:
        zone = here.zone = str(get_timezone())
    return zone


def _say(sentence: Text | str) -> str:
    return language.say(sentence, _language())


def _pick(localized: dict[str, str]) -> str:
    return language.pick(localized, _language())


def _points(value: Fraction) -> str:
    return language.decimal(points(value), _language())


def _moment(instant: datetime, zone: str | None = None, style: str = "medium") -> str:
    """Return date and time as clocks in `zone` (None: the reader's) show them; `style`: of `MOMENTS`, or a pattern."""
    return _moment_in(instant, style, zone or _zone(), _language())


@lru_cache(maxsize=8192)  # the same instants of a course are shown to everybody, many times on a page
def _moment_in(instant: datetime, style: str, zone: str, spoken: str) -> str:
    pattern = MOMENTS.get(style, style)
    return language.dated(format_datetime(clock.in_zone(instant, zone), pattern, locale=spoken), spoken)


def _day(value: date, style: str = "medium") -> str:
    """Return a calendar day in words; `style`: a key of `DAYS`, or a pattern."""
    return _day_in(value, DAYS.get(style, style), _language())


@lru_cache(maxsize=2048)
def _day_in(value: date, pattern: str, spoken: str) -> str:
    return language.dated(format_date(value, pattern, locale=spoken), spoken)
