"""Mails in a course's own words: what may stand in braces, and putting values there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from app.courses.rules.definition import Localized
from app.courses.rules.values import CourseValue
from app.courses.rules.windows import last_instant
from app.shared.language import dated, decimal, pick, say, supported
from app.shared.wording import Text, points, text

PLACEHOLDERS = (
    "given_name",
    "course",
    "code",
    "starts",
    "ends",
    "manager",
    "link",
    "piece",
    "closes",
    "until",
    "reason",
    "approver",
    "total_points",
    "outcome",
    "certificate_number",
    "submitted",
    "words",
    "sha256",
    "late",
    "language",
    "version",
)
"""What a course's messages may hold in braces."""

ALWAYS = frozenset({"given_name", "course", "code", "starts", "ends", "manager", "link"})
"""What stands in for every message."""

SENT: Mapping[str, frozenset[str]] = {
    "invitation": ALWAYS | {"until"},
    "extension_granted": ALWAYS | {"piece", "closes", "until", "reason", "approver"},
    "extension_refused": ALWAYS | {"piece", "closes", "reason", "approver"},
    "essay_received": ALWAYS | {"piece", "submitted", "late", "version", "words", "language", "sha256"},
    "reminder_piece": ALWAYS | {"piece", "closes"},
    "reminder_peer_rating": ALWAYS | {"piece", "closes"},
    "certificate_ready": ALWAYS | {"outcome", "certificate_number"},
}
"""The messages that the system sends by itself, and what it knows when it does. Others are for people to send."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_UNKNOWN = "–"

Filling = str | Text | Localized | Fraction | date
"""A value for a placeholder; a `datetime` is shown on the receiver's clock, a Fraction is points."""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail of a course: subject and plain text by language, with placeholders in braces."""

    key: str
    subject: Localized
    body: Localized


def sample_values(course: CourseValue) -> dict[str, Filling]:
    """Return something for every placeholder, so that a message of `course` can be looked at."""
    pieces, end = course.definition["pieces"], last_instant(course)
    return {
        "given_name": "Amina",
        "link": "https://…",
        "piece": pieces[0]["title"],
        "closes": end,
        "until": end,
        "reason": text("two days without electricity"),
        "approver": "Théo N’Diaye",
        "total_points": Fraction(145, 2),
        "outcome": course.certificate.get("achievement", {}).get("title", {}),
        "certificate_number": "7K2MD-9QXV4-TBWZ3-FH8RN-C5GPE-A",
        "submitted": end,
        "words": "1850",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "late": text("This is after the deadline. It is accepted, and those who mark it see that it is late."),
        "language": {"en": "English", "fr": "anglais"},
        "version": "3",
    }


def placeholders(words: str) -> Iterator[str]:
    """Yield what stands in braces in `words`, in order."""
    for found in _BRACES.finditer(words):
        yield found[1]


def stray_braces(words: str) -> bool:
    """Tell whether a brace in `words` has no partner."""
    return bool(re.search(r"[{}]", _BRACES.sub("", words)))


def render_message(
    message: Message, language: str, values: Mapping[str, Filling], *, zone: str = "UTC"
) -> tuple[str, str]:
    """Return subject (one line) and text of `message` in `language`, each `{placeholder}` filled from `values`.

    An instant is told on the clocks of the IANA `zone`, which is named. What has no value reads "–": a mail leaves
    all the same, and the check of a course's files finds the placeholders that a message cannot have.
    """
    said = {name: _said(value, language, zone) for name, value in values.items()}

    def filled(words: str) -> str:
        return _BRACES.sub(lambda found: said.get(found[1], _UNKNOWN), words)

    subject = " ".join(filled(pick(message.subject, language)).split())
    return subject, filled(pick(message.body, language)).strip() + "\n"


def _said(value: Filling, language: str, zone: str) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(zone))
        spoken = format_datetime(local, "d MMMM y, HH:mm", locale=supported(language))
        return f"{dated(spoken, language)} ({zone})"
    if isinstance(value, date):
        return dated(format_date(value, "d MMMM y", locale=supported(language)), language)
    if isinstance(value, Fraction):
        return decimal(points(value), language)
    if isinstance(value, Mapping):
        return pick(value, language)
    return say(value, language)
