"""Reads of a group's threads, files, submissions and presentation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import SessionKind, SessionValue
from app.groupwork.models import GroupFile, GroupPost, GroupSubmission, PresentationSlot, SubmissionFile
from app.groupwork.rules.space import PostValue, SharedFile, Slot, SubmissionValue, slots_in
from app.groupwork.rules.values import Channel
from app.shared.database import rows_of
from app.shared.errors import NotFound
from app.shared.files import StoredFile

MOST_POSTS = 200


def posts_in(group_id: int, channel: Channel, *, before: int | None = None) -> tuple[PostValue, ...]:
    """Return up to 200 posts of a thread, the latest ones (or those before the post `before`), the earliest first.

    Two statements.
    """
    statement = select(GroupPost).where(GroupPost.group_id == group_id, GroupPost.channel == channel.value)
    if before is not None:
        statement = statement.where(GroupPost.id < before)
    return tuple(reversed(_posts(statement.order_by(GroupPost.id.desc()).limit(MOST_POSTS))))


def get_post(group_id: int, post_id: int) -> PostValue:
    """Return one post of a group. Raises `NotFound`."""
    found = _posts(select(GroupPost).where(GroupPost.group_id == group_id, GroupPost.id == post_id))
    if not found:
        raise NotFound
    return found[0]


def files_in(group_id: int) -> tuple[SharedFile, ...]:
    """Return the files in a group's space, those taken away left out, the latest first; two statements."""
    rows = rows_of(
        _files().where(GroupFile.group_id == group_id, GroupFile.removed_at.is_(None)).order_by(GroupFile.id.desc())
    )
    return tuple(_with_names(rows))


def get_shared_file(group_id: int, file_id: int) -> SharedFile:
    """Return a file that is or was in a group's space. Raises `NotFound`; who may have it is the caller's to say."""
    rows = rows_of(_files().where(GroupFile.group_id == group_id, GroupFile.file_id == file_id))
    if not rows:
        raise NotFound
    return _with_names(rows)[0]


def is_submitted(file_id: int) -> bool:
    """Tell whether a submission holds a file."""
    return bool(rows_of(select(SubmissionFile.file_id).where(SubmissionFile.file_id == file_id).limit(1)))


def bytes_kept(group_id: int) -> int:
    """Return how many bytes are stored for a group: its files, and those taken away that a submission holds."""
    statement = (
        select(func.coalesce(func.sum(StoredFile.size), 0))
        .join(GroupFile, GroupFile.file_id == StoredFile.id)
        .where(GroupFile.group_id == group_id)
    )
    return int(rows_of(statement)[0][0])


def submissions_of(group_id: int) -> tuple[SubmissionValue, ...]:
    """Return every version that a group handed in, the newest first; four statements."""
    rows = rows_of(
        select(GroupSubmission).where(GroupSubmission.group_id == group_id).order_by(GroupSubmission.number.desc())
    )
    files = _files_by_submission([row.id for row in rows])
    people = people_by_id(row.submitted_by for row in rows)
    return tuple(
        SubmissionValue(
            id=row.id,
            group_id=row.group_id,
            number=row.number,
            cells=row.cells,
            note=row.note,
            submitted_at=row.submitted_at,
            submitted_by=people[row.submitted_by].name,
            files=tuple(files[row.id]),
        )
        for row in rows
    )


def submitted_groups(course_id: int) -> set[int]:
    """Return the groups of a course that handed something in; one statement."""
    statement = select(GroupSubmission.group_id).where(GroupSubmission.course_id == course_id).distinct()
    return {row[0] for row in rows_of(statement)}


def closing_webinar(course_id: int) -> SessionValue | None:
    """Return the last webinar of the agenda, in which groups present; None where there is none."""
    webinars = [one for one in courses.sessions_of(course_id) if one.kind is SessionKind.WEBINAR]
    return webinars[-1] if webinars else None


def slots_of(course_id: int) -> tuple[Slot, ...]:
    """Return when each group presents, in their order; two statements."""
    statement = select(PresentationSlot.group_id, PresentationSlot.position, PresentationSlot.minutes)
    rows = rows_of(statement.where(PresentationSlot.course_id == course_id))
    webinar = closing_webinar(course_id)
    return slots_in(webinar.starts_at if webinar else None, [(row[0], row[1], row[2]) for row in rows])


def _posts(statement: Select[*tuple[Any, ...]]) -> list[PostValue]:
    rows = rows_of(statement)
    people = people_by_id({row.person_id for row in rows} | {row.hidden_by for row in rows if row.hidden_by})
    return [
        PostValue(
            id=row.id,
            channel=Channel(row.channel),
            person_id=row.person_id,
            author=people[row.person_id].name,
            by_staff=row.enrolment_id is None,
            text=row.text,
            posted_at=row.posted_at,
            edited_at=row.edited_at,
            hidden_at=row.hidden_at,
            hidden_by=people[row.hidden_by].name if row.hidden_by else "",
            hidden_reason=row.hidden_reason,
        )
        for row in rows
    ]


def _files() -> Select[*tuple[Any, ...]]:
    return select(
        StoredFile.id,
        StoredFile.name,
        StoredFile.media_type,
        StoredFile.size,
        GroupFile.shared_at,
        GroupFile.shared_by,
        GroupFile.removed_at,
    ).join(GroupFile, GroupFile.file_id == StoredFile.id)


def _with_names(rows: Sequence[Any]) -> list[SharedFile]:
    people = people_by_id(row.shared_by for row in rows)
    return [
        SharedFile(
            id=row.id,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            shared_at=row.shared_at,
            shared_by=people[row.shared_by].name,
            person_id=row.shared_by,
            removed_at=row.removed_at,
        )
        for row in rows
    ]


def _files_by_submission(submission_ids: Sequence[int]) -> defaultdict[int, list[SharedFile]]:
    found: defaultdict[int, list[SharedFile]] = defaultdict(list)
    if not submission_ids:
        return found
    statement = (
        _files().add_columns(SubmissionFile.submission_id).join(SubmissionFile, SubmissionFile.file_id == StoredFile.id)
    )
    rows = rows_of(statement.where(SubmissionFile.submission_id.in_(submission_ids)).order_by(StoredFile.id))
    for row, file in zip(rows, _with_names(rows), strict=True):
        found[row.submission_id].append(file)
    return found
