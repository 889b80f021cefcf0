"""Keeps what the marking desks bring; essays and group work lie below, so `create_app` hands this down to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.courses.service import lock_course
from app.grading import queries
from app.grading.queries import Entry, GroupMark
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.grading.service.adding import add_entry
from app.grading.service.checks import group_work_of, turn
from app.grading.service.group_mark_entries import add_group_mark
from app.grading.service.releasing import tell_of_later_marks
from app.grading.service.wanted import Wanted, criteria_wanted
from app.shared.database import take_turn
from app.shared.errors import NotFound
from app.shared.permissions import SYSTEM, Actor


def keep_submission(course_id: int, enrolment_id: int, piece_id: int, *, now: datetime) -> None:
    """Record that an essay was handed in and waits for its mark; a mark that counts already stays.

    A closed course, and whoever left it, stay as they are.
    """
    found = _open(course_id, enrolment_id, piece_id)
    if found is None:
        return
    course, enrolment, piece, stored = found
    if stored is None or stored.state is EntryState.CLEARED:
        _add(course, enrolment, piece, Wanted(None, submitted=True), actor=SYSTEM, now=now)


def keep_marks(
    course_id: int,
    enrolment_id: int,
    piece_id: int,
    *,
    criteria: Mapping[str, Fraction] | None,
    marker_id: int,
    now: datetime,
) -> None:
    """Record the mark of an essay that counts now; None: it waits for its mark again.

    Taking back leaves alone what somebody recorded by hand or from a file. A mark that a remark changed stays whatever
    the desk says afterwards: the participant was told the decision. A closed course, and whoever left it, stay as they
    are.
    """
    found = _open(course_id, enrolment_id, piece_id)
    if found is None:
        return
    course, enrolment, piece, stored = found
    if stored and queries.set_by_remark(stored):
        return
    if criteria is None:
        if stored and stored.source is Source.MARKING:
            _add(course, enrolment, piece, Wanted(None, submitted=True), actor=_marker(marker_id), now=now)
        return
    known_before = stored is not None and stored.state is EntryState.FINAL
    ordered = {criterion.key: criteria[criterion.key] for criterion in piece.criteria}
    _add(course, enrolment, piece, criteria_wanted(ordered), actor=_marker(marker_id), now=now)
    if not known_before:
        tell_of_later_marks(course, piece, [enrolment], now)


def keep_group_mark(course_id: int, group_id: int, *, percent: Fraction | None, marker_id: int, now: datetime) -> None:
    """Record the mark of a group's work that counts now, 0 to 100 percent; None: the markers' mark counts no more.

    Taking back leaves alone a mark that somebody recorded by hand or from a file; one that a remark changed stays
    always, and one by hand until a tutor finalises a mark at the desk after it: that time passes, or that ratings
    come to count, replaces no decision. A closed course stays as it is.
    """
    course = lock_course(course_id, shared=True)
    if course.is_closed:
        return
    take_turn(f"mark of group {group_id}")
    stored = queries.find_group_mark(group_id)
    if percent is None and (stored is None or stored.source is not Source.MARKING):
        return
    if stored and (stored.percent, stored.source) == (percent, Source.MARKING):
        return
    if stored and _stays(course, stored, now):
        return
    actor = _marker(marker_id)
    add_group_mark(course, group_id, stored, percent, source=Source.MARKING, actor=actor, now=now)
    if percent is not None:
        _tell_members(course, group_id, now)


def _stays(course: CourseValue, stored: GroupMark, now: datetime) -> bool:
    """Return whether a group's mark that did not come from the desk is newer than what tutors said there."""
    if stored.source is Source.MARKING:
        return False
    said = [mark.saved_at for mark in queries.marks_of_group_work(group_work_of(course), stored.group_id)]
    by_hand_since = bool(said) and max(said) <= stored.recorded_at and max(said) != now
    return by_hand_since or queries.set_by_remark(stored)


def _tell_members(course: CourseValue, group_id: int, now: datetime) -> None:
    """Tell those whose part was decided on, where their group work was released before it had its mark."""
    pieces = [piece for piece in courses.pieces_of(course.id) if piece.kind is PieceKind.GROUP]
    members = courses.members_of(group_id)
    factors = queries.entries_of(course.id, [member.id for member in members])
    decided = {
        (one.enrolment_id, one.piece_id) for one in factors if one.kind is EntryKind.FACTOR and one.value is not None
    }
    for piece in pieces:
        tell_of_later_marks(course, piece, [one for one in members if (one.id, piece.id) in decided], now)


def _open(
    course_id: int, enrolment_id: int, piece_id: int
) -> tuple[CourseValue, EnrolmentValue, PieceValue, Entry | None] | None:
    """Return where to record, behind the locks of whoever else records; None where nothing is kept any more."""
    course = lock_course(course_id, shared=True)
    if course.is_closed:
        return None
    try:
        enrolment = turn(course, enrolment_id)
    except NotFound:
        return None
    piece = next(piece for piece in courses.pieces_of(course_id) if piece.id == piece_id)
    return course, enrolment, piece, queries.find_entry(course_id, enrolment_id, EntryKind.CRITERIA, piece_id)


def _add(
    course: CourseValue,
    enrolment: EnrolmentValue,
    piece: PieceValue,
    wanted: Wanted,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    add_entry(course, enrolment, piece, EntryKind.CRITERIA, wanted, actor=actor, now=now, source=Source.MARKING)


def _marker(person_id: int) -> Actor:
    """Return who is named in the history: that they may mark was asked where they marked."""
    return Actor(person_id, f"person:{person_id}")
