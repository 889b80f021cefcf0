"""Keeps what attempts at quizzes bring; quizzes lie below, so `create_app` hands this down to them."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.service import lock_course
from app.grading import queries
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.grading.service.adding import add_entry
from app.grading.service.checks import turn
from app.grading.service.wanted import Wanted
from app.shared.errors import NotFound
from app.shared.permissions import SYSTEM


def keep_quiz_score(
    course_id: int,
    enrolment_id: int,
    piece_id: int,
    *,
    score: Fraction | None,
    state: str,
    now: datetime,
    reason: str = "",
    ended: bool = False,
) -> None:
    """Record what counts of a participant's attempts at a quiz: `score` out of the piece's maximum, where it is final.

    Submitted: the score is there and not told yet; cleared: what an attempt brought counts no more. `ended`: an
    attempt ended just now, and counts whatever was recorded before. Anything else leaves alone what somebody recorded
    by hand or from a file meanwhile. A closed course, and whoever left it, stay as they are.
    """
    course = lock_course(course_id, shared=True)
    if course.is_closed:
        return
    try:
        enrolment = turn(course, enrolment_id)
    except NotFound:
        return
    if not ended:
        stored = queries.find_entry(course_id, enrolment_id, EntryKind.SCORE, piece_id)
        if stored is None or stored.source is not Source.ATTEMPT:
            return
    piece = next(piece for piece in courses.pieces_of(course_id) if piece.id == piece_id)
    wanted = Wanted(score, submitted=EntryState(state) is EntryState.SUBMITTED)
    add_entry(
        *(course, enrolment, piece, EntryKind.SCORE, wanted),
        actor=SYSTEM,
        now=now,
        reason=reason,
        source=Source.ATTEMPT,
    )
