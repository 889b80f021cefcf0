"""The words of group work: attendance, posts, and what is known of a member's part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Attendance(StrEnum):
    """Whether somebody was at a session: there, away with leave, away."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Channel(StrEnum):
    """Who talks in a thread: the whole team, or its ambassador with the assistants."""

    TEAM = "team"
    ASSISTANTS = "assistants"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the system saw of a member's part in group work: whole numbers, for a tutor to weigh.

    `tasks_of` counts the member's tasks, `sessions_of` the working sessions of the agenda.
    """

    tasks_done: int = 0
    tasks_of: int = 0
    sessions_attended: int = 0
    sessions_of: int = 0
    worksheet_revisions: int = 0
    posts: int = 0
