"""Writes entries: only what differs from what counts now, in a few statements for any number of participants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import insert

from app.grading import queries
from app.grading.models import GradeEntry, GroupMarkEntry
from app.grading.rules.entries import Source
from app.grading.service.wanted import Slot, Wanted
from app.shared.database import session
from app.shared.permissions import Actor


def write_wanted(
    course_id: int, wanted: Mapping[int, Mapping[Slot, Wanted]], source: Source, *, actor: Actor, now: datetime
) -> int:
    """Add an entry wherever what is wanted, by enrolment, differs from what counts; return how many were added."""
    if not wanted:
        return 0
    stored = queries.stored_values(course_id, wanted.keys())
    entries = [
        _entry(course_id, enrolment_id, slot, want, source, actor=actor, now=now)
        for enrolment_id, slots in wanted.items()
        for slot, want in slots.items()
        if _stored_form(want) != stored.get((enrolment_id, *slot))
    ]
    if entries:
        session.execute(insert(GradeEntry.__table__), entries)  # type: ignore[arg-type]  # a Table, typed as FromClause
    return len(entries)


def _stored_form(want: Wanted) -> tuple[str, Mapping[str, str] | None] | None:
    return None if want.value is None else (str(want.value), want.criteria)


def _entry(
    course_id: int, enrolment_id: int, slot: Slot, want: Wanted, source: Source, *, actor: Actor, now: datetime
) -> dict[str, Any]:
    piece_id, kind = slot
    return {
        "course_id": course_id,
        "enrolment_id": enrolment_id,
        "piece_id": piece_id,
        "kind": kind.value,
        "state": want.state.value,
        "value": want.value,
        "criteria": want.criteria,
        "reason": "",
        "source": source.value,
        "actor_id": actor.person_id,
        "recorded_at": now,
    }


def write_group_marks(
    course_id: int, marks: Mapping[int, Fraction | None], source: Source, *, actor: Actor, now: datetime
) -> int:
    """Add an entry for every group whose mark differs from the one that counts; return how many were added."""
    stored = queries.marks_of(course_id)
    entries = [
        {
            "group_id": group_id,
            "course_id": course_id,
            "percent": percent,
            "source": source.value,
            "actor_id": actor.person_id,
            "recorded_at": now,
        }
        for group_id, percent in marks.items()
        if percent != stored.get(group_id)
    ]
    if entries:
        session.execute(insert(GroupMarkEntry.__table__), entries)  # type: ignore[arg-type]  # a Table, typed as FromClause
    return len(entries)
