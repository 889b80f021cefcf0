"""Loading a definition: a new course, or a new version of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.courses.models import Course, CourseVersion
from app.courses.queries import extended_pieces, find_course, get_course, pieces_of
from app.courses.rules import Change, CourseValue, Definition, PieceValue, changes
from app.courses.service.closing import check_open, lock_course
from app.courses.service.deadline_listeners import tell_listeners
from app.courses.service.parts import store_parts
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Problem, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

GradedPieces = Callable[[int], Collection[int]]
"""Takes a course's id and returns the ids of its pieces in which somebody has a grade."""

_graded_pieces: list[GradedPieces] = []

LOADED = "loaded"
"""In a definition whose dates were set in the running course: the digest of the one that was loaded before that."""


def register_graded_pieces(find: GradedPieces) -> None:
    """Have `find` asked before pieces go: grades are kept above, so `create_app` hands the question down."""
    if find not in _graded_pieces:
        _graded_pieces.append(find)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did. No changes and not created: the course was like this already."""

    course: CourseValue
    created: bool
    changes: tuple[Change, ...]


def turn_of(code: str) -> str:
    """Return the name of the turn that whoever makes a version of this course takes."""
    return f"load {code}"


def digest_of(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a stored definition, in hexadecimal."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def load_definition(definition: Definition, *, actor: Actor, now: datetime) -> Loaded:
    """Put a definition to work: make the course, or a new version of it; the same definition again changes nothing.

    Dates that were set in the running course stay until another definition is loaded. Raises `NotAllowed`, and
    `RuleBroken`: `course_closed` after closing, `grades_orphaned` for a piece that has grades and would go, change its
    kind or what it is scored by, `extensions_orphaned` for one that would go although more time was asked or granted
    for it.
    """
    take_turn(turn_of(definition.code))
    before = find_course(definition.code)
    actor.require(Permission.LOAD_COURSE, before.id if before else None)
    data = definition.to_data()
    standing = dict(before.definition) if before else {}
    loaded = standing.pop(LOADED, None)
    if before is not None and (standing == data or loaded == digest_of(data)):
        return Loaded(before, created=False, changes=())
    if before is not None:
        _check_may_change(lock_course(before.id), definition)
        _check_extensions(before, definition)
    found = changes(standing, data) if before else ()
    row = _stored_course(definition)
    store_parts(row.id, definition)
    version = store_version(row, data, actor=actor, now=now)
    audit.record(
        "load_course",
        f"course:{row.id}",
        actor=actor,
        now=now,
        course_id=row.id,
        before={"version": before.version} if before else None,
        after={"version": version, "changed": [change.path for change in found]},
    )
    if before is not None:
        tell_listeners(row.id, None, None, now)
    session.flush()
    return Loaded(get_course(definition.code), created=before is None, changes=found)


def _check_may_change(course: CourseValue, definition: Definition) -> None:
    check_open(course)
    graded = {piece_id for find in _graded_pieces for piece_id in find(course.id)}
    wanted = {piece.key: piece for piece in definition.pieces}
    problems = []
    for piece in pieces_of(course.id):
        new = wanted.get(piece.key)
        if piece.id not in graded:
            continue
        if new is None:
            reason = text("“%(key)s” has grades and cannot be left out.", key=piece.key)
            problems.append(Problem(reason, where=f"pieces.{piece.key}"))
        elif _scoring(piece) != (new.kind, new.maximum, {c.key: c.maximum for c in new.criteria}):
            reason = text("“%(key)s” has grades: its kind, maximum and criteria cannot change.", key=piece.key)
            problems.append(Problem(reason, where=f"pieces.{piece.key}"))
    if problems:
        raise RuleBroken(
            text("This definition would leave grades without their piece. Nothing was changed."),
            code="grades_orphaned",
            problems=problems,
        )


def _check_extensions(course: CourseValue, definition: Definition) -> None:
    keys = {piece.key for piece in definition.pieces}
    extended = extended_pieces(course.id)
    problems = [
        Problem(text("“%(key)s” has extensions and cannot be left out.", key=piece.key), where=f"pieces.{piece.key}")
        for piece in pieces_of(course.id)
        if piece.id in extended and piece.key not in keys
    ]
    if problems:
        raise RuleBroken(
            text("This definition would leave extensions without their piece. Nothing was changed."),
            code="extensions_orphaned",
            problems=problems,
        )


def _scoring(piece: PieceValue) -> tuple[Any, ...]:
    return piece.kind, piece.maximum, {criterion.key: criterion.maximum for criterion in piece.criteria}


def _stored_course(definition: Definition) -> Course:
    row = session.scalars(select(Course).where(Course.code == definition.code)).one_or_none() or Course()
    row.code = definition.code
    row.title = dict(definition.title)
    row.starts_on, row.ends_on = definition.starts, definition.ends
    row.hours = definition.hours
    row.languages = list(definition.languages)
    row.timezone = definition.timezone
    session.add(row)
    session.flush()
    return row


def store_version(row: Course, data: dict[str, Any], *, actor: Actor, now: datetime) -> int:
    """Make `data` the current version of a course; return its number."""
    last = session.scalar(select(func.max(CourseVersion.number)).where(CourseVersion.course_id == row.id)) or 0
    version = CourseVersion(
        course_id=row.id,
        number=last + 1,
        definition=data,
        digest=digest_of(data),
        loaded_at=now,
        loaded_by=actor.person_id,
    )
    session.add(version)
    session.flush()
    row.current_version_id = version.id
    return version.number
