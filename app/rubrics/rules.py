"""What a mark by criteria is, and what makes it complete. Pure. Points: Fraction, 0 to each criterion's maximum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from app.courses.rules import Criterion
from app.shared.amounts import CellFault, within
from app.shared.errors import Problem, Unreadable
from app.shared.wording import text

LONGEST_COMMENT = 10_000


class SubjectKind(StrEnum):
    """What a mark is given to: an essay, a group's work, a group's presentation, the excerpt that markers train on."""

    ESSAY = "essay"
    GROUP = "group"
    PRESENTATION = "presentation"
    EXCERPT = "excerpt"


class Round(StrEnum):
    """Why a mark was given: by the first, second or third marker, agreed among them, by a peer, or in training."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    AGREED = "agreed"
    PEER = "peer"
    CALIBRATION = "calibration"


class MarkState(StrEnum):
    """A draft is its marker's own; a final mark counts; a draft that was set aside is kept, and counts nowhere."""

    DRAFT = "draft"
    FINAL = "final"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is marked: one essay, group... of a piece of a course. `id` is that of its own table."""

    kind: SubjectKind
    id: int
    course_id: int
    piece_id: int


@dataclass(frozen=True, slots=True)
class MarkContent:
    """What a marker says: points by criterion (those given so far), a comment on each, and one on the whole."""

    criteria: Mapping[str, Fraction] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def total(self) -> Fraction:
        """The sum of the points given so far."""
        return sum(self.criteria.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class MarkValue:
    """One marker's mark as it stands. `version` rises with each change; `finalised_at` is None for a draft."""

    id: int
    subject: Subject
    round: Round
    marker_id: int
    state: MarkState
    content: MarkContent
    version: int
    saved_at: datetime
    finalised_at: datetime | None

    @property
    def is_final(self) -> bool:
        """Whether the mark counts."""
        return self.state is MarkState.FINAL


@dataclass(frozen=True, slots=True)
class MarkVersionValue:
    """A mark as it stood at one time."""

    number: int
    state: MarkState
    content: MarkContent
    saved_at: datetime


def check_content(content: MarkContent, criteria: Sequence[Criterion], *, complete: bool) -> MarkContent:
    """Return `content` in the order of `criteria`, comments stripped, empty ones left out.

    Raises `Unreadable` with a problem for each criterion that is unknown, out of range or, where `complete`, missing,
    and for each comment longer than `LONGEST_COMMENT` characters.
    """
    known = {criterion.key: criterion.maximum for criterion in criteria}
    problems = [*_unknown(content, known), *_out_of_range(content, known), *_too_long(content)]
    if complete:
        missing = (key for key in known if key not in content.criteria)
        problems += [Problem(text("This criterion has no points."), key) for key in missing]
    if problems:
        raise Unreadable(problems=problems)
    return MarkContent(
        criteria={key: content.criteria[key] for key in known if key in content.criteria},
        comments={key: words for key in known if (words := content.comments.get(key, "").strip())},
        comment=content.comment.strip(),
    )


def _unknown(content: MarkContent, known: Mapping[str, Fraction]) -> list[Problem]:
    named = [*content.criteria, *(key for key in content.comments if key not in content.criteria)]
    return [Problem(text("There is no such criterion."), key) for key in named if key not in known]


def _out_of_range(content: MarkContent, known: Mapping[str, Fraction]) -> list[Problem]:
    problems = []
    for key, value in content.criteria.items():
        try:
            within(value, known.get(key, value))
        except CellFault as fault:
            problems.append(Problem(fault.reason, key))
    return problems


def _too_long(content: MarkContent) -> list[Problem]:
    reason = text("A comment has at most %(limit)s characters.", limit=LONGEST_COMMENT)
    written = {**{f"comment_{key}": words for key, words in content.comments.items()}, "comment": content.comment}
    return [Problem(reason, where) for where, words in written.items() if len(words) > LONGEST_COMMENT]
