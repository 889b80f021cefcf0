"""How the days and times of a course fit together. Works on what could be read, so that every fault is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.courses.rules import Wall, Week, wall_fault
from app.shared.definitions.source import Fault, Path
from app.shared.wording import Text, text

Loaded = Mapping[str, Any]
"""A section as marshmallow left it: values by key, without those that could not be read."""

_LONGEST_DAYS = 732


def weeks_of(course: Loaded) -> tuple[Week, ...]:
    """Return the weeks, each with its first day: stated, or seven days after the one before."""
    starts: date | None = course.get("dates", {}).get("starts")
    weeks: list[Week] = []
    for entry in course.get("weeks", []):
        following = weeks[-1].starts + timedelta(days=7) if weeks else starts
        first = entry.get("starts") or following
        if first and "number" in entry:
            weeks.append(Week(entry["number"], entry.get("title", {}), first))
    return tuple(weeks)


def date_faults(course: Loaded) -> Iterator[Fault]:
    """Check that the course ends after it starts, and is no typing error of a year."""
    dates = course.get("dates", {})
    if "starts" not in dates or "ends" not in dates:
        return
    if dates["ends"] < dates["starts"]:
        yield Fault(("dates", "ends"), text("The course ends before it starts."))
    elif (dates["ends"] - dates["starts"]).days > _LONGEST_DAYS:
        yield Fault(("dates", "ends"), text("The course lasts more than two years. Is the year right?"))


def week_faults(course: Loaded) -> Iterator[Fault]:
    """Check that weeks are numbered 1, 2, 3, do not overlap, and begin inside the course."""
    for index, entry in enumerate(course.get("weeks", [])):
        if entry.get("number", index + 1) != index + 1:
            reason = text("Weeks are numbered in order from 1: here belongs %(number)s.", number=index + 1)
            yield Fault(("weeks", index, "number"), reason)
    weeks = weeks_of(course)
    for index, week in enumerate(weeks):
        path: Path = ("weeks", index, "starts")
        if not _inside(course, week.starts):
            yield Fault(path, text("Week %(number)s starts outside the course's dates.", number=week.number))
        elif index and week.starts < weeks[index - 1].starts + timedelta(days=7):
            reason = text("Week %(number)s starts before the week before it is over.", number=week.number)
            yield Fault(path, reason)


def session_faults(course: Loaded) -> Iterator[Fault]:
    """Check that a session lies in the week it names, and that one outside the course's dates says why in a note."""
    numbers = {week.number: week for week in weeks_of(course)}
    for index, entry in enumerate(course.get("sessions", [])):
        path: Path = ("sessions", index)
        day, number = entry.get("date"), entry.get("week")
        if day is None:
            continue
        if not _inside(course, day):
            yield from _explained(entry, day, (*path, "date"))
        elif number is None:
            yield Fault(path, text("“week” is missing. %(day)s lies in week %(week)s.", **_placed(numbers, day)))
        elif number in numbers and not numbers[number].holds(day):
            yield Fault((*path, "week"), text("%(day)s lies in week %(week)s.", **_placed(numbers, day)))
        if number is not None and number not in numbers and numbers:
            yield Fault((*path, "week"), _no_week(number, len(numbers)))


def window_faults(course: Loaded) -> Iterator[Fault]:
    """Check that a piece closes after it opens, in the dates or with a note that says why not, in a week there is."""
    known = {week.number for week in weeks_of(course)}
    for index, entry in enumerate(course.get("pieces", [])):
        path: Path = ("pieces", index)
        opens, closes = entry.get("opens"), entry.get("closes")
        if opens and closes and closes <= opens:
            yield Fault((*path, "closes"), text("The piece closes before it opens, or as it opens."))
        for key, wall in (("opens", opens), ("closes", closes)):
            if wall and not _inside(course, wall.day):
                yield from _explained(entry, wall.day, (*path, key))
        if entry.get("week") is not None and entry["week"] not in known and known:
            yield Fault((*path, "week"), _no_week(entry["week"], len(known)))


def wall_faults(course: Loaded) -> Iterator[Fault]:
    """Check that every wall time is one instant in its zone: not skipped and not shown twice where clocks change."""
    for path, wall, zone in _walls(course):
        reason = wall_fault(wall, zone)
        if reason:
            yield Fault(path, reason)


def _walls(course: Loaded) -> Iterator[tuple[Path, Wall, str]]:
    zone = course.get("timezone")
    for index, entry in enumerate(course.get("sessions", [])):
        own = entry.get("timezone") or zone
        if own and "date" in entry and "time" in entry:
            yield ("sessions", index, "time"), Wall(entry["date"], entry["time"]), own
    for index, entry in enumerate(course.get("pieces", [])):
        for key in ("opens", "closes"):
            if zone and entry.get(key):
                yield ("pieces", index, key), entry[key], zone


def _inside(course: Loaded, day: date) -> bool:
    """Tell whether `day` lies in the course's dates, as far as they could be read."""
    dates = course.get("dates", {})
    starts: date = dates.get("starts", day)
    ends: date = dates.get("ends", day)
    return starts <= day <= ends


def _explained(entry: Loaded, day: date, path: Path) -> Iterator[Fault]:
    if not entry.get("note"):
        reason = text(
            "%(day)s lies outside the course's dates. Correct it, or say why in “note: {en: …, fr: …}”.",
            day=day.isoformat(),
        )
        yield Fault(path, reason)


def _placed(weeks: Mapping[int, Week], day: date) -> dict[str, str]:
    found = next((str(week.number) for week in weeks.values() if week.holds(day)), "–")
    return {"day": day.isoformat(), "week": found}


def _no_week(number: int, weeks: int) -> Text:
    return text("There is no week %(number)s; the course has %(weeks)s.", number=number, weeks=weeks)
