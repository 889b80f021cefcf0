"""Excusing a participant from a piece, and asking for it again. The reason and who approved stand in the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading import queries
from app.grading.queries import Entry
from app.grading.rules.entries import EntryKind
from app.grading.service.adding import add_entry
from app.grading.service.checks import Check, reason_given, turn, unconditional
from app.grading.service.course_lock import open_course
from app.grading.service.wanted import NOTHING, Wanted
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.running import settings
from app.shared.wording import text

EXCUSED = Wanted(Fraction(1))


def excuse_piece(
    course: CourseValue,
    enrolment_id: int,
    piece_key: str,
    reason: str,
    *,
    excused: bool = True,
    actor: Actor,
    now: datetime,
    check: Check = unconditional,
) -> Entry:
    """Excuse a participant from a piece, or (`excused` False) ask for it again; a mail tells them, with the reason.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, not_excused), `Unreadable` (no reason), and as
    `check`.
    """
    actor.require(Permission.EXCUSE_PIECE, course.id)
    present = open_course(course)
    piece = next((piece for piece in courses.pieces_of(present.id) if piece.key == piece_key), None)
    if piece is None:
        raise NotFound(text("This course has no such piece."))
    given = reason_given(reason, unless=text("Say in words why: the participant reads it."))
    enrolment = turn(present, enrolment_id)
    stored = queries.find_entry(present.id, enrolment_id, EntryKind.EXCUSED, piece.id)
    if not excused and (stored is None or stored.value is None):
        raise RuleBroken(text("This person is not excused from this piece."), code="not_excused")
    wanted = EXCUSED if excused else NOTHING
    kind = EntryKind.EXCUSED
    entry = add_entry(present, enrolment, piece, kind, wanted, actor=actor, now=now, reason=given, check=check)
    if stored is None or stored.id != entry.id:
        _tell(present, enrolment, [piece], given, entry.id, excused=excused, now=now)
    return entry


def excuse_missed(
    course: CourseValue, enrolment_id: int, reason: str, *, actor: Actor, now: datetime
) -> tuple[PieceValue, ...]:
    """Excuse somebody who enrolled late from every piece that was over before they came; return which.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed, nothing_missed), `Unreadable` (no reason).
    """
    actor.require(Permission.EXCUSE_PIECE, course.id)
    present = open_course(course)
    given = reason_given(reason, unless=text("Say in words why: the participant reads it."))
    enrolment = turn(present, enrolment_id)
    missed = queries.missed_pieces(present, queries.row_of(present, enrolment_id))
    if not missed:
        raise RuleBroken(text("No piece was over before this person enrolled."), code="nothing_missed")
    entries = [
        add_entry(present, enrolment, piece, EntryKind.EXCUSED, EXCUSED, actor=actor, now=now, reason=given)
        for piece in missed
    ]
    _tell(present, enrolment, missed, given, entries[-1].id, excused=True, now=now)
    return missed


def _tell(
    course: CourseValue,
    person: EnrolmentValue,
    pieces: Sequence[PieceValue],
    reason: str,
    entry_id: int,
    *,
    excused: bool,
    now: datetime,
) -> None:
    mail = NewMail(
        dedupe_key=f"excused:{entry_id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="excused" if excused else "asked_again",
        params={
            "name": person.name or person.email,
            "pieces": [dict(piece.title) for piece in pieces],
            "course": dict(course.title),
            "reason": reason,
            "link": f"{settings().base_url}/courses/{course.code}/standing",
        },
    )
    notifications.enqueue(mail, now=now)
