"""Reminding those who have not rated their peers while there is time: one mail for each end of the time for ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.courses.queries import list_courses, message, message_values
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.service import in_course_words
from app.groupwork.queries.peer_between import presentations
from app.groupwork.queries.peer_settings import group_piece
from app.groupwork.queries.peer_windows import peer_windows
from app.groupwork.queries.peer_within import team_results
from app.groupwork.rules.peer_windows import PeerWindow
from app.groupwork.rules.peer_words import PeerKind
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.running import settings

MESSAGE = "reminder_peer_rating"
_PAGES = {PeerKind.WITHIN: "team", PeerKind.BETWEEN: "presentation"}


def remind_due(now: datetime) -> int:
    """Queue the reminders that are due in every open course; return how many are new.

    Once for each end of the time for ratings: a manager who moves it has people reminded again.
    """
    courses = (course for course in list_courses() if not course.is_closed and course.has_group_work)
    return sum(notifications.enqueue_many(list(_mails(course, now)), now=now) for course in courses)


def missing_raters(course: CourseValue, kind: PeerKind) -> list[EnrolmentValue]:
    """Return who is to rate and has not; a team of one has nobody to share points over."""
    if kind is PeerKind.BETWEEN:
        return list(presentations(course).missing)
    return [member for team in team_results(course) if len(team.members) > 1 for member in team.missing]


def _mails(course: CourseValue, now: datetime) -> Iterator[NewMail]:
    for kind, window in peer_windows(course).items():
        if window.reminds(now):
            yield from _of_window(course, kind, window, missing_raters(course, kind))


def _of_window(
    course: CourseValue, kind: PeerKind, window: PeerWindow, people: Iterable[EnrolmentValue]
) -> Iterator[NewMail]:
    piece, words, known = group_piece(course), message(course.id, MESSAGE), message_values(course)
    link = f"{settings().base_url}/courses/{course.code}/peers/{_PAGES[kind]}"
    closes_at = window.closes_at
    if closes_at is None:
        return
    for person in people:
        filled = known | {
            "given_name": person.given_name or person.email,
            "piece": piece.title,
            "closes": closes_at,
            "link": link,
        }
        yield in_course_words(_plain(course, piece, kind, person, closes_at, link), words, filled)


def _plain(  # noqa: PLR0917 - one thing known of the mail after the other
    course: CourseValue, piece: PieceValue, kind: PeerKind, person: EnrolmentValue, closes_at: datetime, link: str
) -> NewMail:
    return NewMail(
        dedupe_key=f"peer-reminder:{course.id}:{kind.value}:{closes_at.isoformat()}:{person.id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="peer_reminder",
        params={
            "name": person.name or person.email,
            "piece": dict(piece.title),
            "course": dict(course.title),
            "team": kind is PeerKind.WITHIN,
            "until": closes_at.isoformat(),
            "link": link,
        },
        expires_at=closes_at,
    )
