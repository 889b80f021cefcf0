"""When peers may rate, and the rule for those who do not: as a manager set them, else as the course says."""

from __future__ import annotations

from sqlalchemy import select

from app.courses.rules import CourseValue
from app.groupwork.models import PeerWindowRow
from app.groupwork.queries.peer_settings import group_piece, settings_of
from app.groupwork.rules.peer_windows import PeerWindow, days_after
from app.groupwork.rules.peer_words import Missing, PeerKind
from app.shared.database import read_once, session


def peer_windows(course: CourseValue) -> dict[PeerKind, PeerWindow]:
    """Return both windows of a course. Raises `RuleBroken` (no_group_work)."""
    stored = _stored(course.id)
    return {kind: stored.get(kind) or _stated(course, kind) for kind in PeerKind}


def peer_window(course: CourseValue, kind: PeerKind) -> PeerWindow:
    """Return one window of a course. Raises `RuleBroken` (no_group_work)."""
    return peer_windows(course)[kind]


@read_once
def _stored(course_id: int) -> dict[PeerKind, PeerWindow]:
    rows = session.scalars(
        select(PeerWindowRow).where(PeerWindowRow.course_id == course_id).execution_options(populate_existing=True)
    )
    return {PeerKind(row.kind): _window(row) for row in rows}


def _window(row: PeerWindowRow) -> PeerWindow:
    return PeerWindow(row.opens_at, row.closes_at, Missing(row.missing), row.version)


def _stated(course: CourseValue, kind: PeerKind) -> PeerWindow:
    settings = settings_of(course)
    part = settings.within if kind is PeerKind.WITHIN else settings.between
    opens_at, closes_at = days_after(group_piece(course).closes_at, part.days, course.timezone)
    return PeerWindow(opens_at, closes_at, Missing(part.missing.value))
