"""Handing over a file: read before anything is locked, then kept with the version that its text becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.courses.service import check_open
from app.essays import queries
from app.essays.documents import ReadFile, read_file
from app.essays.queries.essays import value_of
from app.essays.rules import EssaySettings
from app.essays.service.refusals import EssayClosed
from app.essays.service.turn import take_essay_turn
from app.essays.service.writing import NewVersion, Written, add_version, check_base, check_language
from app.shared import audit, files, limits
from app.shared.errors import NotAllowed, RuleBroken, TooLarge
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

UPLOADS = limits.Limit("essay uploads", times=30, seconds=3600)
MOST_FILES = 25
"""How many originals of one essay are kept: nobody needs more, and no disk fills."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was found good: its bytes, its owner's name for it, and what it says."""

    content: bytes
    name: str
    read: ReadFile


def examine_upload(course: CourseValue, content: bytes, name: str, *, actor: Actor, now: datetime) -> Upload:
    """Return what a file says. It reads and writes nothing, so it is done before the transaction that keeps the file.

    Raises `NotAllowed`, `NotFound`, `EssayClosed`, `RuleBroken` (`course_closed`), `TooManyRequests`, `TooLarge`, and
    `Unreadable` (`file_refused`) with the reason.
    """
    actor.require(Permission.WRITE_ESSAY, course.id)
    enrolment = courses.find_enrolment(course.id, actor.themselves())
    if enrolment is None:
        raise NotAllowed
    check_open(course)
    door = queries.window_for(course, queries.essay_piece(course), enrolment).door(now)
    if not door.lets_in:
        raise EssayClosed(door)
    most = EssaySettings.from_data(course.essay).upload_megabytes
    if len(content) > most * _MEGABYTE:
        raise TooLarge(text("The file is larger than %(limit)s MB.", limit=most))
    limits.spend(UPLOADS, str(actor.themselves()))
    return Upload(content, name, read_file(content))


def keep_upload(
    course: CourseValue,
    upload: Upload,
    language: str | None = None,
    *,
    base_version: int | None = None,
    actor: Actor,
    now: datetime,
) -> Written:
    """Keep the original, and make its text the newest version of the actor's essay.

    Raises as `write_essay`, and `RuleBroken` (`too_many_files`).
    """
    turn = take_essay_turn(course, actor=actor, now=now)
    essay = value_of(turn.row)
    check_base(turn, queries.newest_version(essay), base_version)
    recorded = check_language(turn, language)
    if sum(line.file_id is not None for line in queries.lines_of(essay.id)) >= MOST_FILES:
        raise RuleBroken(
            text("%(limit)s files of this essay are kept already. Write in the page instead.", limit=MOST_FILES),
            code="too_many_files",
        )
    kept = files.keep(
        upload.content,
        course_id=course.id,
        owner_id=essay.person_id,
        name=upload.name,
        media_type=upload.read.kind.media_type,
        now=now,
    )
    done = add_version(turn, NewVersion(upload.read.text, recorded, kept.id), now=now)
    audit.record(
        "upload_essay",
        f"essay:{essay.id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"version": done.version.number, "size": kept.size, "media_type": kept.media_type, "sha256": kept.sha256},
    )
    return done
