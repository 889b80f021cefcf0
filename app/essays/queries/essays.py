"""Reads of essays and their versions."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from app.essays.models import Essay, EssayVersion
from app.essays.rules.values import EssayState, EssayValue, Origin, VersionValue
from app.shared.database import session
from app.shared.errors import NotFound


def essays_of(course_id: int, piece_id: int | None = None, *, submitted: bool = True) -> list[EssayValue]:
    """Return the essays of a course, those that were handed in unless told otherwise; the earliest handed in first."""
    conditions = [Essay.course_id == course_id]
    if piece_id is not None:
        conditions.append(Essay.piece_id == piece_id)
    if submitted:
        conditions.append(Essay.state == EssayState.SUBMITTED)
    return _read(*conditions)


def find_essay(piece_id: int, enrolment_id: int) -> EssayValue | None:
    """Return a participant's essay; None while they have not begun."""
    found = _read(Essay.piece_id == piece_id, Essay.enrolment_id == enrolment_id)
    return found[0] if found else None


def get_essay(essay_id: int) -> EssayValue:
    """Return one essay. Raises `NotFound`; who may read it is the caller's to say."""
    found = _read(Essay.id == essay_id)
    if not found:
        raise NotFound
    return found[0]


def version_of(essay_id: int, number: int) -> VersionValue:
    """Return one version of an essay with its text. Raises `NotFound`."""
    statement = select(EssayVersion).where(EssayVersion.essay_id == essay_id, EssayVersion.number == number)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return VersionValue(
        essay_id=row.essay_id,
        number=row.number,
        text=row.text,
        words=row.words,
        origin=Origin(row.origin),
        file_id=row.file_id,
        saved_at=row.saved_at,
    )


def submitted_text(essay: EssayValue) -> VersionValue:
    """Return the version that was handed in. Raises `NotFound` for a draft."""
    if essay.submitted_version is None:
        raise NotFound
    return version_of(essay.id, essay.submitted_version)


def value_of(row: Essay) -> EssayValue:
    """Return a row as a value."""
    return EssayValue(
        id=row.id,
        course_id=row.course_id,
        piece_id=row.piece_id,
        enrolment_id=row.enrolment_id,
        person_id=row.person_id,
        language=row.language,
        state=EssayState(row.state),
        version=row.version,
        words=row.words,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        submitted_version=row.submitted_version,
        late=row.late,
    )


def _read(*conditions: ColumnElement[bool]) -> list[EssayValue]:
    statement = select(Essay).where(*conditions).order_by(Essay.submitted_at, Essay.id)
    return [value_of(row) for row in session.scalars(statement.execution_options(populate_existing=True))]
