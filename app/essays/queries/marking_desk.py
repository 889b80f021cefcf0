"""One essay on a marker's desk: its text, its rubric, the marks and notes that this reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue, Criterion, Deadline
from app.essays.models import BankComment
from app.essays.queries.essays import submitted_text
from app.essays.queries.marking import agreement_of, allocations_of, annotations_of, subject_of
from app.essays.queries.marking_queue import Queue, marking_queue, name_of
from app.essays.rules.agreement import Difference, difference
from app.essays.rules.annotations import AnnotationValue
from app.essays.rules.marking import MARKED_BY_ONE, AgreementValue, final_marks, kept_from_author, visible_marks
from app.essays.rules.queue import QueueRow
from app.essays.rules.settings import EssaySettings
from app.essays.rules.values import EssayValue, VersionValue
from app.rubrics import queries as rubrics
from app.rubrics.rules import MarkValue, Round
from app.shared.database import session
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class BankedComment:
    """A comment kept for use again. `own`: the reader's, to be taken away by them."""

    id: int
    criterion: str
    language: str
    words: str
    shared: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """An essay as one reader may see it. `own`: their mark; `others`: further marks that they may see, with names.

    `apart`: how far the first two marks are from each other, where both may be seen.
    """

    queue: Queue
    row: QueueRow
    written: VersionValue
    own: MarkValue | None
    others: Sequence[tuple[str, MarkValue]]
    notes: tuple[AnnotationValue, ...]
    names: Mapping[int, str]
    agreement: AgreementValue | None
    apart: Difference | None

    @property
    def essay(self) -> EssayValue:
        """The essay."""
        return self.row.essay

    @property
    def agreed_version(self) -> int:
        """The version of the agreed mark that the reader sees; 0 for none."""
        return next((mark.version for _, mark in self.others if mark.round is Round.AGREED), 0)

    @property
    def settings(self) -> EssaySettings:
        """What the course says of marking."""
        return self.queue.settings


def desk_of(course: CourseValue, essay_id: int, reader_id: int | None, *, allocates: bool = False) -> Desk:
    """Return an essay on the reader's desk. Raises `NotFound` where it is none of the course, or not handed in."""
    queue = marking_queue(course, reader_id, allocates=allocates)
    row = next((one for one in queue.rows if one.essay.id == essay_id), None)
    if row is None:
        raise NotFound
    marks = kept_from_author(reader_id, row.essay.person_id, rubrics.marks_on(subject_of(row.essay)))
    allocated = allocations_of(essay_id)
    seen = visible_marks(reader_id, marks, allocated, queue.settings, allocates=allocates)
    own = next((mark for mark in seen if mark.marker_id == reader_id and mark.round in MARKED_BY_ONE), None)
    others = [mark for mark in seen if mark is not own]
    agreement = agreement_of(essay_id) if any(mark.round is Round.AGREED for mark in others) else None
    people = people_by_id({mark.marker_id for mark in seen} | ({agreement.signed_by or 0} if agreement else set()))
    names = {person_id: name_of(person) for person_id, person in people.items()}
    writers = {mark.marker_id for mark in others if mark.round is not Round.AGREED}
    return Desk(
        queue=queue,
        row=row,
        written=submitted_text(row.essay),
        own=own,
        others=[(names.get(mark.marker_id, ""), mark) for mark in others],
        notes=annotations_of(essay_id, writers | ({reader_id} if reader_id is not None else set())),
        names=names,
        agreement=agreement,
        apart=_apart(seen),
    )


def levels_of(course: CourseValue, piece_key: str) -> dict[str, list[dict[str, Any]]]:
    """Return the levels of each criterion, the lowest first."""
    return {entry["criterion"]: entry["levels"] for entry in course.rubric if entry["piece"] == piece_key}


def bank_of(course_id: int, reader_id: int | None) -> list[BankedComment]:
    """Return the comments that a reader may use: their own, and those that others share."""
    usable = (BankComment.course_id == course_id, or_(BankComment.owner_id == reader_id, BankComment.shared))
    statement = select(BankComment).where(*usable, BankComment.removed_at.is_(None))
    ordered = statement.order_by(BankComment.criterion, BankComment.language, BankComment.id)
    return [
        BankedComment(row.id, row.criterion, row.language, row.words, row.shared, row.owner_id == reader_id)
        for row in session.scalars(ordered)
    ]


def author_deadline(course: CourseValue, desk: Desk) -> tuple[Deadline, Deadline] | None:
    """Return the author's own deadline and the one for everybody; None when the author withdrew."""
    author = courses.enrolments_by_id(course.id, [desk.essay.enrolment_id]).get(desk.essay.enrolment_id)
    if author is None:
        return None
    piece = desk.queue.piece
    own = courses.deadlines_of(course, [piece], author)[piece.id]
    return own, courses.general_deadlines(course, [piece])[piece.id]


def criteria_of(desk: Desk) -> tuple[Criterion, ...]:
    """Return what the essay is marked by."""
    return desk.queue.piece.criteria


def _apart(seen: Sequence[MarkValue]) -> Difference | None:
    final = final_marks(seen)
    if Round.FIRST not in final or Round.SECOND not in final:
        return None
    return difference(final[Round.FIRST].content.criteria, final[Round.SECOND].content.criteria)
