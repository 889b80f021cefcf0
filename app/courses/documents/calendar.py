"""Deadlines and sessions as a calendar file (RFC 5545): each program shows them on its reader's own clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//e-Campus//Deadlines//EN"
_OCTETS = 75
"""The longest line; a longer one goes on in the next, after a space (section 3.1)."""
_STAMP = "%Y%m%dT%H%M%SZ"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


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
    lines = [line for event in events for line in _event(event, now)]
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    whole = (*head, f"X-WR-CALNAME:{_text(name)}", *lines, "END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in whole for part in _folded(line)).encode()


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_instant(now)}"
    yield f"DTSTART:{_instant(event.begins_at)}"
    if event.ends_at > event.begins_at:
        yield f"DTEND:{_instant(event.ends_at)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.about:
        yield f"DESCRIPTION:{_text(event.about)}"
    if event.link:
        yield f"URL:{event.link}"
    if event.alarm:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.title)}", "TRIGGER:-P1D", "END:VALARM")
    yield "END:VEVENT"


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime(_STAMP)


def _text(written: str) -> str:
    """Return words as a value holds them; other control characters have no place in it."""
    plain = "".join(letter for letter in written if letter >= " " or letter in "\n\r")
    return plain.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of 75 octets at most; no letter is broken."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _OCTETS:
            yield part
            part, octets = " ", 1
        part += letter
        octets += size
    yield part
