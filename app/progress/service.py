"""Reminding participants of pieces that soon close for them: one mail for each piece and each end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.courses.queries import list_courses, message, message_values
from app.courses.rules import CourseValue, PieceKind
from app.courses.service import in_course_words
from app.notifications.rules import NewMail
from app.progress.queries import Owed, owed_soon
from app.shared.running import settings

MESSAGE = "reminder_piece"


def reminders(now: datetime) -> list[NewMail]:
    """Return the mails that are due by `now` in every open course, those included that were queued before.

    The key of a mail is piece, end and participant: the outbox takes it once, and again for an end that was moved.
    """
    return [mail for course in list_courses() if not course.is_closed for mail in _of_course(course, now)]


def _of_course(course: CourseValue, now: datetime) -> Iterator[NewMail]:
    owed = owed_soon(course, now)
    if not owed:
        return
    words, known = message(course.id, MESSAGE), message_values(course)
    for one in owed:
        link = f"{settings().base_url}/courses/{course.code}/{one.page}"
        filled = known | {
            "given_name": one.enrolment.given_name or one.enrolment.email,
            "piece": one.piece.title,
            "closes": one.closes_at,
            "link": link,
        }
        yield in_course_words(_plain(course, one, link), words, filled)


def _plain(course: CourseValue, owed: Owed, link: str) -> NewMail:
    person, piece = owed.enrolment, owed.piece
    return NewMail(
        dedupe_key=f"piece-reminder:{piece.id}:{owed.closes_at.isoformat()}:{person.id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="piece_reminder",
        params={
            "name": person.name or person.email,
            "piece": dict(piece.title),
            "course": dict(course.title),
            "essay": piece.kind is PieceKind.ESSAY,
            "until": owed.closes_at.isoformat(),
            "link": link,
        },
        expires_at=owed.closes_at,
    )
