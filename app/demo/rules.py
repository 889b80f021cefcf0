"""Who stands in the demonstration, and on which days its living course runs. Pure. See docs/decisions/0051-demo.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.shared.permissions import Role

SAMPLE = "A9714776"
LIVE = f"{SAMPLE}-LIVE"
EXAMPLE = "WATER-2026"

PASSWORD = "lusaka-to-turin"  # noqa: S105 - known to everybody on purpose
"""The password of every account of the demonstration."""

RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
"""Domains that no real address has (RFC 2606)."""

LIVE_WEEK = 6
SECOND_DAY, LAST_DAY = 1, 4
"""Days of the sixth week, counted from 0, on which quiz 6 is open and the course not over."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as: which role, in which courses (none: over all), and what to try."""

    email: str
    given_name: str
    family_name: str
    language: str
    timezone: str
    role: Role
    try_this: str
    courses: tuple[str, ...] = (SAMPLE, LIVE)
    sponsor: str | None = None


STAFF: Sequence[Persona] = (
    Persona(
        "manager@demo.example",
        "Marta",
        "Rinaldi",
        "en",
        "Europe/Rome",
        Role.ACTIVITY_MANAGER,
        f"open {SAMPLE}, then Closing: everything is marked, so close it and issue the certificates",
        courses=(SAMPLE, LIVE, EXAMPLE),
    ),
    Persona(
        "tutor@demo.example",
        "Théo",
        "N’Diaye",
        "fr",
        "Africa/Dakar",
        Role.TUTOR,
        f"open “My next hour” of {LIVE}: twelve essays to mark at the desk and a request for more time; then find "
        "Limbani Phiri in the gradebook: 59.40 points, everything done. Record a bonus of 10",
    ),
    Persona(
        "expert@demo.example",
        "Ines",
        "Oliveira",
        "en",
        "Africa/Maputo",
        Role.EXPERT,
        f"read the gradebook of {LIVE}, and under Quizzes what the answers say about the questions of quiz 5",
    ),
    Persona(
        "assistant@demo.example",
        "Asha",
        "Kimaro",
        "en",
        "Africa/Nairobi",
        Role.ASSISTANT,
        f"look through the groups of {LIVE}: who has no role, what is done, who came to the sessions",
    ),
    Persona(
        "sponsor@demo.example",
        "Samuel",
        "Mbeki",
        "en",
        "Africa/Johannesburg",
        Role.SPONSOR,
        f"open the statistics of {SAMPLE}: the 38 participants of SAMM, and nobody else's",
        sponsor="SAMM",
    ),
    Persona(
        "administrator@demo.example",
        "Ada",
        "Okoro",
        "en",
        "Europe/Rome",
        Role.ADMINISTRATOR,
        "see all courses and how mail and timed jobs stand",
        courses=(),
    ),
)

PARTICIPANTS: Sequence[Persona] = (
    Persona(
        "tendai.moyo@participants.example",
        "Tendai",
        "Moyo",
        "en",
        "Africa/Harare",
        Role.PARTICIPANT,
        f"take quiz 6 of {LIVE}, with the network switched off half-way; write in the group’s worksheet; see why "
        f"{SAMPLE} ends in Achievement",
    ),
    Persona(
        "didier.letang@participants.example",
        "Didier",
        "L'Étang",
        "fr",
        "Indian/Mauritius",
        Role.PARTICIPANT,
        f"in French: go on with the essay of {LIVE}, hand it in, and see what is still missing, and until when",
    ),
)


def first_day(course_start: date, today: date) -> date:
    """Return the day on which the living course starts, so that `today` lies in its sixth week, quiz 6 open.

    Weekdays stay what they were, but on a day that would be the first of the week the week starts a day earlier, for
    quiz 6 opens in its course of the morning; and on its last two days it starts later, for the fifth is the last of
    the course.
    """
    into_week = (today.weekday() - course_start.weekday()) % 7
    return today - timedelta(weeks=LIVE_WEEK - 1, days=min(max(into_week, SECOND_DAY), LAST_DAY))


def lies_in_live_week(course_start: date, today: date) -> bool:
    """Tell whether `today` is one of the days of the sixth week, for a course that starts on `course_start`."""
    into_course = (today - course_start).days - 7 * (LIVE_WEEK - 1)
    return SECOND_DAY <= into_course <= LAST_DAY
