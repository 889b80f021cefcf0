"""Setting the dates and time limits of pieces in a running course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.courses.models import Course, Piece
from app.courses.rules import Change, CourseValue, Localized, changes
from app.courses.rules.dates import PieceDates, with_dates
from app.courses.service.closing import check_open, lock_course
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.definitions import LOADED, digest_of, store_version, turn_of
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Stale
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def set_dates(
    course: CourseValue,
    wanted: Mapping[str, PieceDates],
    note: Localized,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> tuple[Change, ...]:
    """Give pieces, by key, other dates and time limits; return what changed. Attempts under way get no shorter.

    `version` is the definition's that the caller saw; `note` says, in every language of the course, why a piece lies
    outside its dates. Raises `NotAllowed`, `RuleBroken` (`course_closed`), `Stale`, `Unreadable` as `with_dates` does.
    """
    actor.require(Permission.SET_DATES, course.id)
    take_turn(turn_of(course.code))
    course = lock_course(course.id)
    check_open(course)
    if course.version != version:
        raise Stale(text("Somebody else changed this course meanwhile. Look at it as it is now, then decide."))
    data = with_dates(course.definition, wanted, note)
    found = changes(course.definition, data)
    if not found:
        return ()
    for row in session.scalars(select(Piece).where(Piece.course_id == course.id, Piece.key.in_(wanted))):
        window = wanted[row.key].window(course.timezone)
        row.opens_at, row.closes_at, row.minutes = window.opens_at, window.closes_at, window.minutes
    loaded = course.definition.get(LOADED) or digest_of(course.definition)
    number = store_version(session.get_one(Course, course.id), {**data, LOADED: loaded}, actor=actor, now=now)
    audit.record(
        "set_dates",
        f"course:{course.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"version": version, **{change.path: change.before for change in found}},
        after={"version": number, **{change.path: change.after for change in found}},
    )
    tell_listeners(course.id, None, None, now)
    return found
