"""Sharing files in a group. What a file is, its content says; it is only ever handed out as an attachment."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

import puremagic
from sqlalchemy import delete, update

from app.courses.rules import CourseValue
from app.groupwork.models import GroupFile
from app.groupwork.queries.space import bytes_kept, get_shared_file, is_submitted
from app.groupwork.rules.space import check_size
from app.groupwork.service.beginning import begin, begin_as_member
from app.shared import audit, files
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound
from app.shared.files import FileValue
from app.shared.permissions import Actor

UNKNOWN = "application/octet-stream"
_TEXT = "text/plain"
_SAMPLE = 4096


def share_file(
    course: CourseValue, group_id: int, name: str, content: bytes, *, actor: Actor, now: datetime
) -> FileValue:
    """Keep a file of up to 10 MB for the group, 100 MB together.

    Raises `NotAllowed` (staff), `NotFound`, `Unreadable` (empty), `TooLarge`, `RuleBroken`: `course_closed`, `quota`.
    """
    member = begin_as_member(course, group_id, actor)
    check_size(len(content), bytes_kept(group_id))
    kept = files.keep(
        content,
        course_id=course.id,
        owner_id=member.person_id,
        name=plain_name(name),
        media_type=media_type(content),
        now=now,
    )
    session.add(GroupFile(group_id=group_id, file_id=kept.id, shared_at=now, shared_by=member.person_id))
    session.flush()
    audit.record(
        "share_file",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"file": kept.id, "size": kept.size, "sha256": kept.sha256},
    )
    return kept


def remove_file(course: CourseValue, group_id: int, file_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a file out of the group's space: one's own, or any as ambassador. One that no submission holds is deleted.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (`course_closed`).
    """
    viewer = begin(course, group_id, actor)
    file = get_shared_file(group_id, file_id)
    if file.removed_at is not None:
        raise NotFound
    if not viewer.is_ambassador and file.person_id != actor.themselves():
        raise NotAllowed
    row = GroupFile.file_id == file_id
    if is_submitted(file_id):
        session.execute(update(GroupFile).where(row).values(removed_at=now, removed_by=actor.person_id))
    else:
        session.execute(delete(GroupFile).where(row))
        files.forget(file_id)
    audit.record("remove_file", f"group:{group_id}", actor=actor, now=now, course_id=course.id, after={"file": file_id})


def media_type(content: bytes) -> str:
    """Return what `content` is by its bytes, whatever its name says; unknown bytes are `application/octet-stream`."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    return found[:120] or (_TEXT if _reads_as_text(content[:_SAMPLE]) else UNKNOWN)


def plain_name(unsafe_name: str) -> str:
    """Return a file's name without folders and characters that no name has."""
    last = PurePosixPath(unsafe_name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable() and char not in '"<>|*?:').strip(". ")[:200] or "file"


def _reads_as_text(sample: bytes) -> bool:
    if b"\0" in sample:
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 3 and len(sample) == _SAMPLE
    return True
