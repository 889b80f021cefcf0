"""The group's space: who sees it, its posts and its files, what is handed in and when it is presented. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.courses.rules import EnrolmentValue
from app.groupwork.rules.values import Channel
from app.shared.errors import Problem, RuleBroken, TooLarge, Unreadable
from app.shared.wording import text

LONGEST_POST = 8000
LONGEST_REASON = 500
LONGEST_NOTE = 2000
EDIT_WITHIN = timedelta(minutes=30)
LARGEST_FILE = 10_000_000
QUOTA = 100_000_000
"""Bytes: of one file, and of all that a group keeps."""
MOST_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is in a group's space: a member (their enrolment), or staff."""

    person_id: int | None
    member: EnrolmentValue | None
    is_staff: bool
    may_manage: bool
    may_note: bool

    @property
    def is_ambassador(self) -> bool:
        """Whether the member speaks for the group."""
        return self.member is not None and self.member.ambassador

    @property
    def sets_tasks(self) -> bool:
        """Whether they share out roles and tasks."""
        return self.is_ambassador or self.may_manage

    @property
    def notes_attendance(self) -> bool:
        """Whether they note who was at a session."""
        return self.is_ambassador or self.may_note

    @property
    def reads_assistants(self) -> bool:
        """Whether they read what the ambassador and the assistants write to each other."""
        return self.is_ambassador or self.is_staff


@dataclass(frozen=True, slots=True)
class PostValue:
    """A post in a thread. `by_staff`: its author is no participant. Hidden: members see the reason and not the text."""

    id: int
    channel: Channel
    person_id: int
    author: str
    by_staff: bool
    text: str
    posted_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    hidden_by: str
    hidden_reason: str

    def may_edit(self, person_id: int | None, now: datetime) -> bool:
        """Tell whether somebody may still change it: the author, for 30 minutes, while it is not hidden."""
        return self.person_id == person_id and self.hidden_at is None and now < self.posted_at + EDIT_WITHIN


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file in the group's space, by the id of the stored file. `size` in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    shared_at: datetime
    shared_by: str
    person_id: int
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubmissionValue:
    """One version of what a group handed in; `cells` by row, then column."""

    id: int
    group_id: int
    number: int
    cells: Mapping[str, Mapping[str, str]]
    note: str
    submitted_at: datetime
    submitted_by: str
    files: tuple[SharedFile, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """When a group presents: from `starts_at`, for `minutes`; `starts_at` None where there is no closing webinar."""

    group_id: int
    position: int
    minutes: int
    starts_at: datetime | None


def slots_in(starts_at: datetime | None, arranged: Iterable[tuple[int, int, int]]) -> tuple[Slot, ...]:
    """Return the slots of (group, position, minutes), one after the other from the webinar's start."""
    slots: list[Slot] = []
    for group_id, position, minutes in sorted(arranged, key=lambda one: (one[1], one[0])):
        slots.append(Slot(group_id, position, minutes, starts_at))
        starts_at = starts_at + timedelta(minutes=minutes) if starts_at else None
    return tuple(slots)


def check_post(unsafe_text: str) -> str:
    """Return what a post says. Raises `Unreadable`: empty, or over 8,000 characters."""
    return _within(unsafe_text, 1, LONGEST_POST, "text")


def check_hiding(unsafe_reason: str) -> str:
    """Return why a post is hidden. Raises `Unreadable`: empty, or over 500 characters."""
    return _within(unsafe_reason, 1, LONGEST_REASON, "reason")


def check_note(unsafe_note: str) -> str:
    """Return what a group adds to its submission. Raises `Unreadable` over 2,000 characters."""
    return _within(unsafe_note, 0, LONGEST_NOTE, "note")


def check_size(size: int, kept: int) -> None:
    """Accept a file of `size` bytes beside `kept` bytes. Raises `Unreadable` (empty), `TooLarge`, `RuleBroken`."""
    if size == 0:
        raise Unreadable(text("The file is empty."))
    if size > LARGEST_FILE:
        raise TooLarge(text("A file has at most %(limit)s MB.", limit=LARGEST_FILE // 1_000_000))
    if kept + size > QUOTA:
        reason = text(
            "The group’s files have at most %(limit)s MB together. Take one away first.", limit=QUOTA // 1_000_000
        )
        raise RuleBroken(reason, code="quota")


def check_minutes(minutes: int) -> None:
    """Accept a presentation of 1 to 120 minutes. Raises `Unreadable`."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise Unreadable(text("A presentation takes 1 to %(limit)s minutes.", limit=MOST_MINUTES))


def _within(unsafe_text: str, least: int, most: int, where: str) -> str:
    words = unsafe_text.replace("\r\n", "\n").strip()
    if least <= len(words) <= most:
        return words
    reason = (
        text("Please write something.") if not words else text("This has at most %(limit)s characters.", limit=most)
    )
    raise Unreadable(reason, problems=[Problem(reason, where)])
