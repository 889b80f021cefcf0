"""Loading the texts of a course: what is new, what changed, what is gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.courses.models import Material
from app.courses.rules import CourseValue, MaterialValue
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.permissions import Actor, Permission

Columns = Mapping[str, Any]


def load_materials(
    course: CourseValue, materials: Iterable[MaterialValue], *, actor: Actor, now: datetime
) -> list[str]:
    """Bring the texts of a course in line with `materials`; return a line for each that changed.

    The same again changes nothing. A closed course takes corrections, too: no result hangs on a text. Raises
    `NotAllowed`.
    """
    actor.require(Permission.LOAD_COURSE, course.id)
    take_turn(f"materials {course.id}")
    wanted = {(one.kind.value, one.key): _columns(one) for one in materials}
    rows = {
        (row.kind, row.key): row for row in session.scalars(select(Material).where(Material.course_id == course.id))
    }
    changes = [*_stored(course.id, rows, wanted), *_dropped(rows, wanted)]
    if changes:
        audit.record(
            "load_materials",
            f"course:{course.id}",
            actor=actor,
            now=now,
            course_id=course.id,
            after={"changed": changes},
        )
    session.flush()
    return changes


def _stored(
    course_id: int, rows: Mapping[tuple[str, str], Material], wanted: Mapping[tuple[str, str], Columns]
) -> list[str]:
    changes = []
    for (kind, key), columns in wanted.items():
        row = rows.get((kind, key))
        if row is not None and row.digest == columns["digest"]:
            continue
        if row is None:
            session.add(Material(course_id=course_id, kind=kind, key=key, **columns))
        else:
            for name, value in columns.items():
                setattr(row, name, value)
        changes.append(f"{kind} {key}: {'new' if row is None else 'changed'}")
    return changes


def _dropped(rows: Mapping[tuple[str, str], Material], wanted: Mapping[tuple[str, str], Columns]) -> list[str]:
    gone = [(place, row) for place, row in rows.items() if place not in wanted]
    for _, row in gone:
        session.delete(row)
    return [f"{kind} {key}: dropped" for (kind, key), _ in gone]


def _columns(one: MaterialValue) -> Columns:
    columns: dict[str, Any] = {
        "position": one.position,
        "week": one.week,
        "minutes": one.minutes,
        "audience": one.audience.value,
        "title": dict(one.title),
        "content": dict(one.content),
    }
    canonical = json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {**columns, "digest": hashlib.sha256(canonical.encode()).hexdigest()}
