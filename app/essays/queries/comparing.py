"""Reads for the sweep that compares essays: which wait, and with which they are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.courses import queries as courses
from app.courses.rules.materials import MaterialKind
from app.essays.models import Essay, EssayVersion, SimilarityScan
from app.essays.rules.editions import editions_of
from app.essays.rules.values import EssayState
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class Comparable:
    """A version of an essay that is, or was, handed in."""

    version_id: int
    essay_id: int
    course_id: int


@dataclass(frozen=True, slots=True)
class Comparing:
    """What to compare: `waiting` with each other and with `others`. `pieces` and `compared`: what was seen then."""

    pieces: tuple[int, ...]
    waiting: tuple[Comparable, ...]
    others: tuple[Comparable, ...]
    compared: frozenset[int]


def next_comparing(limit: int) -> Comparing | None:
    """Return up to `limit` versions that wait, of one piece in all its editions, earliest first; None: none waits."""
    first = session.execute(_waiting().limit(1)).first()
    if first is None:
        return None
    pieces = _same_piece(first.course_id, first.piece_id)
    waiting = session.execute(_waiting().where(Essay.piece_id.in_(pieces)).limit(limit))
    done = _compared(pieces)
    newest = {one.essay_id: one for one in done}
    return Comparing(
        pieces=pieces,
        waiting=tuple(Comparable(row.version_id, row.essay_id, row.course_id) for row in waiting),
        others=tuple(newest.values()),
        compared=frozenset(one.version_id for one in done),
    )


def compared_versions(pieces: Collection[int]) -> frozenset[int]:
    """Return the versions of essays of these pieces that were compared."""
    return frozenset(one.version_id for one in _compared(pieces))


def texts_of(version_ids: Collection[int]) -> Mapping[int, str]:
    """Return the texts of versions by their ids; one statement."""
    rows = session.execute(select(EssayVersion.id, EssayVersion.text).where(EssayVersion.id.in_(version_ids)))
    return {row.id: row.text for row in rows}


def texts_of_course(course_id: int) -> list[str]:
    """Return what a course itself says, in every language: its definition and its texts, but no sample essays."""
    kinds = [kind for kind in MaterialKind if kind is not MaterialKind.ESSAY]
    definition = courses.get_course_by_id(course_id).definition
    materials = courses.materials_of(course_id, kinds)
    return [*_strings(definition), *(words for one in materials for words in _strings([one.title, one.content]))]


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


def _same_piece(course_id: int, piece_id: int) -> tuple[int, ...]:
    """Return the piece and its like, by key, in the other editions of the course."""
    key = next(piece.key for piece in courses.pieces_of(course_id) if piece.id == piece_id)
    editions = editions_of(courses.get_course_by_id(course_id), courses.list_courses())
    return tuple(piece.id for course in editions for piece in courses.pieces_of(course.id) if piece.key == key)


def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(EssayVersion.id.label("version_id"), Essay.id.label("essay_id"), Essay.course_id, Essay.piece_id)
        .join(Essay, (Essay.id == EssayVersion.essay_id) & (Essay.submitted_version == EssayVersion.number))
        .outerjoin(SimilarityScan, SimilarityScan.version_id == EssayVersion.id)
        .where(Essay.state == EssayState.SUBMITTED, SimilarityScan.version_id.is_(None))
        .order_by(EssayVersion.id)
    )


def _compared(pieces: Collection[int]) -> list[Comparable]:
    rows = session.execute(
        select(EssayVersion.id, Essay.id.label("essay_id"), Essay.course_id)
        .join(SimilarityScan, SimilarityScan.version_id == EssayVersion.id)
        .join(Essay, Essay.id == EssayVersion.essay_id)
        .where(Essay.piece_id.in_(pieces))
        .order_by(EssayVersion.id)
    )
    return [Comparable(row.id, row.essay_id, row.course_id) for row in rows]
