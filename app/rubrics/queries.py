"""Reads of marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, select

from app.rubrics.models import Mark, MarkVersion
from app.rubrics.rules import MarkContent, MarkState, MarkValue, MarkVersionValue, Round, Subject, SubjectKind
from app.shared.database import exact, session
from app.shared.errors import NotFound


class DecisionFinder(Protocol):
    """Finds which results stand by the decision of a remark; remarks lie above, so `create_app` hands this down."""

    def __call__(self, course_id: int, kind: SubjectKind) -> Mapping[int, int]:
        """Return, by the id of what is marked, the remark whose decision its result stands by."""


_decision_finders: list[DecisionFinder] = []


def register_decision_finder(finder: DecisionFinder) -> None:
    """Have `finder` asked whether a mark at a desk would change anything."""
    if finder not in _decision_finders:
        _decision_finders.append(finder)


def decided_by_remarks(course_id: int, kind: SubjectKind) -> dict[int, int]:
    """Return which pieces of work have a result that a mark at the desk does not change, with the remark."""
    return {subject_id: remark for find in _decision_finders for subject_id, remark in find(course_id, kind).items()}


def marks_on(subject: Subject) -> list[MarkValue]:
    """Return every mark of one piece of work, in the order in which they were begun. No read has what was set aside."""
    return _read(Mark.subject_kind == subject.kind, Mark.subject_id == subject.id)


def marks_among(kind: SubjectKind, subject_ids: Collection[int]) -> list[MarkValue]:
    """Return every mark of these pieces of work; one statement."""
    return _read(Mark.subject_kind == kind, Mark.subject_id.in_(subject_ids))


def marks_of_piece(course_id: int, piece_id: int, kind: SubjectKind) -> list[MarkValue]:
    """Return every mark of one kind that a piece of a course got."""
    return _read(Mark.course_id == course_id, Mark.piece_id == piece_id, Mark.subject_kind == kind)


def find_mark(subject: Subject, in_round: Round, marker_id: int) -> MarkValue | None:
    """Return one marker's mark in one round; None while there is none."""
    same = (Mark.subject_kind == subject.kind, Mark.subject_id == subject.id)
    found = _read(*same, Mark.round == in_round, Mark.marker_id == marker_id)
    return found[0] if found else None


def set_aside_of(subject: Subject) -> list[MarkValue]:
    """Return the drafts of one piece of work that were set aside, with what they said."""
    same = (Mark.subject_kind == subject.kind, Mark.subject_id == subject.id)
    return _read(*same, Mark.state == MarkState.ASIDE, aside=True)


def get_mark(mark_id: int) -> MarkValue:
    """Return one mark. Raises `NotFound`."""
    found = _read(Mark.id == mark_id)
    if not found:
        raise NotFound
    return found[0]


def versions_of(mark_id: int) -> list[tuple[int, MarkContent]]:
    """Return every state of a mark with its number, the newest first."""
    statement = select(MarkVersion).where(MarkVersion.mark_id == mark_id).order_by(MarkVersion.number.desc())
    return [(row.number, content_of(row)) for row in session.scalars(statement)]


def states_among(mark_ids: Collection[int]) -> dict[tuple[int, int], tuple[MarkContent, bool]]:
    """Return what every version of these marks said, and whether it was final, by (mark, number); one statement."""
    rows = session.scalars(select(MarkVersion).where(MarkVersion.mark_id.in_(mark_ids)))
    return {(row.mark_id, row.number): (content_of(row), row.state == MarkState.FINAL) for row in rows}


def history_of(mark_id: int) -> list[MarkVersionValue]:
    """Return every state of a mark with when it was saved and whether it was final, the newest first."""
    statement = select(MarkVersion).where(MarkVersion.mark_id == mark_id).order_by(MarkVersion.number.desc())
    return [
        MarkVersionValue(row.number, MarkState(row.state), content_of(row), row.saved_at)
        for row in session.scalars(statement)
    ]


def content_of(row: Mark | MarkVersion) -> MarkContent:
    """Return what a row says."""
    criteria = {key: exact(points) for key, points in row.criteria.items()}
    return MarkContent(criteria, dict(row.comments), row.comment)


def value_of(row: Mark) -> MarkValue:
    """Return a row as a value."""
    return MarkValue(
        id=row.id,
        subject=Subject(SubjectKind(row.subject_kind), row.subject_id, row.course_id, row.piece_id),
        round=Round(row.round),
        marker_id=row.marker_id,
        state=MarkState(row.state),
        content=content_of(row),
        version=row.version,
        saved_at=row.saved_at,
        finalised_at=row.finalised_at,
    )


def _read(*conditions: ColumnElement[bool], aside: bool = False) -> list[MarkValue]:
    there = () if aside else (Mark.state != MarkState.ASIDE,)
    statement: Select[Any] = select(Mark).where(*conditions, *there).order_by(Mark.id)
    rows: Sequence[Mark] = session.scalars(statement.execution_options(populate_existing=True)).all()
    return [value_of(row) for row in rows]
