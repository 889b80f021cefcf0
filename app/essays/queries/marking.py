"""Reads of what essays were given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.courses import queries as courses
from app.essays.models import EssayAgreement, EssayAllocation, EssayAnnotation
from app.essays.queries.essays import essays_of
from app.essays.queries.settings import settings_of
from app.essays.rules.annotations import AnnotationValue
from app.essays.rules.marking import (
    AgreedBy,
    AgreementValue,
    AllocationValue,
    How,
    counting,
    final_marks,
)
from app.essays.rules.values import EssayValue
from app.rubrics import queries as marks
from app.rubrics.rules import MarkContent, MarkValue, Round, Subject, SubjectKind
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an author is to read of the marking once it is released.

    `mark` is the one that counts; `remarks` are the markers’ words, that of the agreed mark alone where it has any.
    `markers` gave a mark of their own.
    """

    mark: MarkValue
    remarks: tuple[MarkContent, ...]
    annotations: tuple[AnnotationValue, ...]
    agreement: AgreementValue | None
    markers: tuple[int, ...]


def subject_of(essay: EssayValue) -> Subject:
    """Return an essay as something that is marked."""
    return Subject(SubjectKind.ESSAY, essay.id, essay.course_id, essay.piece_id)


def counted_mark(essay: EssayValue) -> MarkValue | None:
    """Return the mark of an essay that counts: the agreed one, else its only marker’s; None: there is none yet."""
    settings = settings_of(courses.get_course_by_id(essay.course_id))
    return counting(marks.marks_on(subject_of(essay)), settings)


def feedback_of(essay: EssayValue) -> Feedback | None:
    """Return what the markers say to the author; None while no mark counts. Its release is another matter."""
    given = marks.marks_on(subject_of(essay))
    counted = counting(given, settings_of(courses.get_course_by_id(essay.course_id)))
    if counted is None:
        return None
    final = [mark for in_round, mark in final_marks(given).items() if in_round is not Round.AGREED]
    says = bool(counted.content.comment or counted.content.comments)
    return Feedback(
        mark=counted,
        remarks=(counted.content,) if says else tuple(mark.content for mark in final),
        annotations=annotations_of(essay.id, {mark.marker_id for mark in final}),
        agreement=agreement_of(essay.id) if counted.round is Round.AGREED else None,
        markers=tuple(mark.marker_id for mark in final),
    )


def annotations_of(essay_id: int, marker_ids: Collection[int]) -> tuple[AnnotationValue, ...]:
    """Return the notes of these markers on passages of an essay, in the order of the text."""
    mine = (EssayAnnotation.essay_id == essay_id, EssayAnnotation.marker_id.in_(marker_ids))
    statement = select(EssayAnnotation).where(*mine, EssayAnnotation.removed_at.is_(None))
    ordered = statement.order_by(EssayAnnotation.starts, EssayAnnotation.ends, EssayAnnotation.id)
    return tuple(
        AnnotationValue(row.id, row.essay_id, row.version, row.starts, row.ends, row.marker_id, row.note)
        for row in session.scalars(ordered.execution_options(populate_existing=True))
    )


def agreement_of(essay_id: int) -> AgreementValue | None:
    """Return how the agreed mark of an essay came about; None where there is none, or it was taken back."""
    statement = select(EssayAgreement).where(EssayAgreement.essay_id == essay_id).order_by(EssayAgreement.id.desc())
    row = session.scalars(statement.limit(1)).one_or_none()
    if row is None or row.how == AgreedBy.WITHDRAWN:
        return None
    return AgreementValue(row.essay_id, AgreedBy(row.how), row.reason, row.signed_by, row.made_at)


def allocations_of(essay_id: int) -> list[AllocationValue]:
    """Return who is to mark an essay."""
    statement = select(EssayAllocation).where(EssayAllocation.essay_id == essay_id)
    return [_allocation(row) for row in session.scalars(statement.execution_options(populate_existing=True))]


def course_allocations(course_id: int) -> list[AllocationValue]:
    """Return who is to mark which essay of a course; one statement."""
    statement = select(EssayAllocation).where(EssayAllocation.course_id == course_id)
    return [_allocation(row) for row in session.scalars(statement.execution_options(populate_existing=True))]


def essays_of_marker(course_id: int, person_id: int) -> list[EssayValue]:
    """Return the essays that were allocated to somebody or taken by them, the earliest handed in first."""
    mine = {one.essay_id for one in course_allocations(course_id) if one.marker_id == person_id}
    return [essay for essay in essays_of(course_id) if essay.id in mine]


def _allocation(row: EssayAllocation) -> AllocationValue:
    return AllocationValue(row.essay_id, Round(row.round), row.marker_id, How(row.how), row.allocated_at)
