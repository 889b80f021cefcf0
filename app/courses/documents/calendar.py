"""Deadlines and sessions as a calendar file (RFC 5545): each program shows them on its reader's own clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

PRODUCT = "-//e-Campus//Deadlines//EN"
_A_DAY_BEFORE = timedelta(days=-1)


@dataclass(frozen=True, slots=True)
class Event:
    """What happens between two instants; both are the same for a deadline.

    `uid` is the same whenever it is written. `alarm`: whether the program reminds of it a day before.
    """

    uid: str
    title: str
    begins_at: datetime
    ends_at: datetime
    about: str = ""
    link: str = ""
    alarm: bool = False


def as_calendar(name: str, events: Iterable[Event], *, now: datetime) -> bytes:
    """Return a calendar of these events. An event that was taken in before is replaced by its `uid`."""
    calendar = icalendar.Calendar()
    for field, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(field, value)
    calendar.add("x-wr-calname", icalendar.vText(_printable(name)))
    for event in events:
        calendar.add_component(_component(event, now))
    return bytes(calendar.to_ical())


def _component(event: Event, now: datetime) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", event.begins_at.astimezone(UTC))
    if event.ends_at > event.begins_at:
        made.add("dtend", event.ends_at.astimezone(UTC))
    made.add("summary", _printable(event.title))
    if event.about:
        made.add("description", _printable(event.about))
    if event.link:
        made.add("url", event.link)
    if event.alarm:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _printable(event.title))
        alarm.add("trigger", _A_DAY_BEFORE)
        made.add_component(alarm)
    return made


def _printable(written: str) -> str:
    """Return words without control characters, which have no place in a value; line ends stay."""
    return "".join(letter for letter in written if letter >= " " or letter in "\n\r")
