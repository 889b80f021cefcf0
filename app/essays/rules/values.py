"""What reads of essays hand out: frozen values, so that nobody above touches a table. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EssayState(StrEnum):
    """A draft is its author's own; a submitted essay waits for its mark."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class Origin(StrEnum):
    """Where the text of a version came from: typed in the page, or taken from a file that was handed in."""

    TYPED = "typed"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class EssayValue:
    """One participant's essay as it stands, without its text.

    `version` is its newest version (0: nothing written yet), `words` counts that one; `submitted_version` is what was
    handed in and what markers read. `late`: handed in after its deadline, where the course accepts that.
    """

    id: int
    course_id: int
    piece_id: int
    enrolment_id: int
    person_id: int
    language: str
    state: EssayState
    version: int
    words: int
    created_at: datetime
    submitted_at: datetime | None
    submitted_version: int | None
    late: bool

    @property
    def is_submitted(self) -> bool:
        """Whether it was handed in."""
        return self.state is EssayState.SUBMITTED


@dataclass(frozen=True, slots=True)
class VersionValue:
    """One version of an essay: its plain text, and the file it came from, if it came from one."""

    essay_id: int
    number: int
    text: str
    words: int
    origin: Origin
    file_id: int | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a list, without its text."""

    number: int
    words: int
    origin: Origin
    file_id: int | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionValue:
    """One version that was handed in, with what its receipt says. `sha256`: of the text in UTF-8, in hex."""

    id: int
    essay_id: int
    version: int
    language: str
    words: int
    sha256: str
    late: bool
    submitted_at: datetime
