"""Reads of essays that share passages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.essays.models import Essay, EssayVersion, SimilarityScan, SimilarPair, SimilarPairNote
from app.essays.queries.essays import value_of
from app.essays.rules.editions import editions_of, is_earlier
from app.essays.rules.similarity import Span
from app.essays.rules.similarity_view import Finding, NoteValue, PairValue, Side
from app.essays.rules.values import EssayState
from app.shared.database import session
from app.shared.errors import NotFound

_FIRST, _SECOND = aliased(EssayVersion), aliased(EssayVersion)
_ONE, _OTHER = aliased(Essay), aliased(Essay)


def pairs_of(
    course_id: int, *, least: int, by_same_person: bool = False, offset: int = 0, limit: int = 100
) -> tuple[list[PairValue], int]:
    """Return the pairs of a course that share `least` words or more, most first, and how many there are in all.

    Both essays are the course's own, or one is of an earlier edition; both as they were last handed in. They are by
    two people; or, with `by_same_person`, what somebody handed in here and in an earlier edition.
    """
    current = (_ONE.submitted_version == _FIRST.number, _OTHER.submitted_version == _SECOND.number)
    authors = _ONE.person_id == _OTHER.person_id if by_same_person else _ONE.person_id != _OTHER.person_id
    wanted = (*_of_course(course_id), *current, authors, SimilarPair.shared >= least)
    counted = select(func.count()).select_from(_pairs().where(*wanted).subquery())
    ordered = _pairs().where(*wanted).order_by(SimilarPair.shared.desc(), SimilarPair.id)
    rows = session.execute(ordered.offset(offset).limit(limit)).all()
    return _values(rows), session.scalar(counted) or 0


def get_pair(course_id: int, pair_id: int) -> PairValue:
    """Return one pair of a course. Raises `NotFound`, also for a pair that is another course's alone."""
    row = session.execute(_pairs().where(SimilarPair.id == pair_id, *_of_course(course_id))).first()
    if row is None:
        raise NotFound
    return _values([row])[0]


def count_compared(course_id: int) -> tuple[int, int]:
    """Return how many essays of a course were handed in, and how many of these were compared with the others."""
    statement = (
        select(func.count(Essay.id), func.count(SimilarityScan.version_id))
        .join(EssayVersion, (EssayVersion.essay_id == Essay.id) & (EssayVersion.number == Essay.submitted_version))
        .outerjoin(SimilarityScan, SimilarityScan.version_id == EssayVersion.id)
        .where(Essay.course_id == course_id, Essay.state == EssayState.SUBMITTED)
    )
    submitted, compared = session.execute(statement).one()
    return submitted, compared


def earlier_editions(course: CourseValue) -> list[CourseValue]:
    """Return the earlier editions with which the essays of a course are compared, the latest first."""
    return [one for one in editions_of(course, courses.list_courses()) if is_earlier(one, course)]


def _of_course(course_id: int) -> tuple[ColumnElement[bool], ...]:
    course = courses.get_course_by_id(course_id)
    seen = [course_id, *(one.id for one in earlier_editions(course))]
    here = or_(_ONE.course_id == course_id, _OTHER.course_id == course_id)
    return here, _ONE.course_id.in_(seen), _OTHER.course_id.in_(seen)


def _pairs() -> Select[*tuple[Any, ...]]:
    return (
        select(SimilarPair, _FIRST.number, _ONE, _SECOND.number, _OTHER)
        .join(_FIRST, _FIRST.id == SimilarPair.first_version_id)
        .join(_ONE, _ONE.id == _FIRST.essay_id)
        .join(_SECOND, _SECOND.id == SimilarPair.second_version_id)
        .join(_OTHER, _OTHER.id == _SECOND.essay_id)
    )


def _values(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[PairValue]:
    notes = _notes([row[0].id for row in rows])
    return [
        PairValue(
            id=pair.id,
            first=_side(pair.first_version_id, pair.first_words, number, one),
            second=_side(pair.second_version_id, pair.second_words, other_number, other),
            shared=pair.shared,
            passages=tuple(tuple(Span(*span) for span in passage) for passage in pair.passages),
            notes=tuple(notes.get(pair.id, ())),
        )
        for pair, number, one, other_number, other in rows
    ]


def _side(version_id: int, words: int, number: int, essay: Essay) -> Side:
    return Side(value_of(essay), version_id, words, essay.submitted_version == number)


def _notes(pair_ids: Collection[int]) -> dict[int, list[NoteValue]]:
    statement = select(SimilarPairNote).where(SimilarPairNote.pair_id.in_(pair_ids))
    found: dict[int, list[NoteValue]] = {}
    for row in session.scalars(statement.order_by(SimilarPairNote.id.desc())):
        value = NoteValue(row.author_id, row.noted_at, Finding(row.finding), row.note)
        found.setdefault(row.pair_id, []).append(value)
    return found
