"""What is typed about more time: an end on the course's clocks, minutes, a factor, for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from app.courses.queries import find_receiver
from app.courses.rules import CourseValue, MoreTime, Receiver, Wall, utc, wall_fault
from app.courses.rules.extensions import LATEST
from app.shared.errors import Problem, Unreadable
from app.shared.wording import Text, text

MOST_DIGITS = 6
EARLIEST_YEAR = 1970


def read_more(typed: Mapping[str, str], course: CourseValue) -> MoreTime:
    """Return the time that the fields `until` (`2022-04-02T10:00`, in the course's zone) and `minutes` say.

    Both empty or both filled is for the verb to refuse. Raises `Unreadable` for what is neither time nor number.
    """
    until, minutes = typed.get("until", "").strip(), typed.get("minutes", "").strip()
    return MoreTime(
        _until(until, course.timezone) if until else None, read_minutes(minutes, "minutes") if minutes else None
    )


def read_receiver(typed: Mapping[str, str], course: CourseValue) -> Receiver:
    """Return for whom: `receiver` is `all`, `group:ID` or `person:ID`; `email` names a person where it is empty.

    Raises `Unreadable`.
    """
    kind, _colon, which = typed.get("receiver", "").partition(":")
    email = typed.get("email", "").strip()
    if email and not kind:
        return find_receiver(course.id, person=email)
    return find_receiver(
        course.id,
        person=which if kind == "person" else None,
        group=_number(which) if kind == "group" else None,
        everybody=kind == "all",
    )


def read_factor(typed: str) -> Fraction:
    """Return the factor that was typed, with a point or a comma. Raises `Unreadable`."""
    number = typed.strip().replace(",", ".")
    whole, _point, rest = number.partition(".")
    if not (whole + rest).isdecimal() or not (whole + rest).isascii() or len(number) > MOST_DIGITS:
        raise _unreadable(text("Please type a number such as 1.25."), "factor")
    return Fraction(number)


def read_wall(typed: str, zone: str, where: str) -> Wall:
    """Return the day and time that were typed (`2022-04-02T10:00`), as clocks in `zone` show them once.

    Raises `Unreadable`, its place `where`.
    """
    try:
        shown = datetime.fromisoformat(typed).replace(second=0, microsecond=0)
    except ValueError:
        raise _unreadable(text("Please choose a day and a time."), where) from None
    wall = Wall(shown.date(), shown.time())
    if shown.tzinfo is not None or not EARLIEST_YEAR <= shown.year <= LATEST.year:
        raise _unreadable(text("Please choose a day and a time."), where)
    if fault := wall_fault(wall, zone):
        raise _unreadable(fault, where)
    return wall


def read_minutes(typed: str, where: str) -> int:
    """Return the minutes that were typed. Raises `Unreadable`, its place `where`."""
    if not typed.isdecimal() or not typed.isascii() or len(typed) > MOST_DIGITS:
        raise _unreadable(text("Please type a whole number of minutes."), where)
    return int(typed)


def _until(typed: str, zone: str) -> datetime:
    wall = read_wall(typed, zone, "until")
    return utc(wall.day, wall.at, zone)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) <= MOST_DIGITS else None


def _unreadable(reason: Text, where: str) -> Unreadable:
    return Unreadable(reason, problems=[Problem(reason, where)])
