"""Adds one entry to a participant's history, unless it says what counts already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading import queries
from app.grading.models import GradeEntry
from app.grading.queries import Entry
from app.grading.rules.entries import EntryKind, Source
from app.grading.service.checks import Check, unconditional
from app.grading.service.wanted import Wanted
from app.shared import audit
from app.shared.database import rows_of
from app.shared.permissions import Actor

_ENTRY: Any = GradeEntry.__table__
_ADDED: Any = insert(_ENTRY).returning(_ENTRY.c.id)
"""Made once: every submission of a quiz passes here."""


def add_entry(
    course: CourseValue,
    enrolment: EnrolmentValue,
    piece: PieceValue | None,
    kind: EntryKind,
    wanted: Wanted,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    source: Source = Source.TUTOR,
    check: Check = unconditional,
) -> Entry:
    """Return the entry that counts from now on; `check` sees first what counted before."""
    stored = queries.find_entry(course.id, enrolment.id, kind, piece.id if piece else None)
    check(stored.id if stored else None)
    if stored and _same(stored, wanted, reason) and (source is stored.source or source is not Source.ATTEMPT):
        return stored
    piece_id = piece.id if piece else None
    made = rows_of(
        _ADDED,
        course_id=course.id,
        enrolment_id=enrolment.id,
        piece_id=piece_id,
        kind=kind.value,
        state=wanted.state.value,
        value=wanted.value,
        criteria=wanted.criteria,
        reason=reason,
        source=source.value,
        actor_id=actor.person_id,
        recorded_at=now,
    )
    audit.record(
        f"record_{kind.value}",
        f"enrolment:{enrolment.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before=_facts(piece, Wanted(stored.value), stored.state.value) if stored else None,
        after=_facts(piece, wanted, wanted.state.value),
        personal={"reason": reason} if reason else None,
        person_id=enrolment.person_id,
    )
    return Entry(
        id=made[0].id,
        enrolment_id=enrolment.id,
        piece_id=piece_id,
        kind=kind,
        state=wanted.state,
        value=wanted.value,
        criteria=wanted.criteria or {},
        reason=reason,
        source=source,
        actor_id=actor.person_id,
        recorded_at=now,
    )


def _same(stored: Entry, wanted: Wanted, reason: str) -> bool:
    now = (wanted.state, wanted.value, wanted.criteria or {}, reason)
    return (stored.state, stored.value, stored.criteria, stored.reason) == now


def _facts(piece: PieceValue | None, wanted: Wanted, state: str) -> dict[str, Any]:
    value = None if wanted.value is None else str(wanted.value)
    return {"piece": piece.key if piece else None, "state": state, "value": value}
