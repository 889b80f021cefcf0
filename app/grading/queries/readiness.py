"""Whether a course is ready to close: what closing refuses, and what a manager would want to see first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction

from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue, utc
from app.grading.queries.gradebook import gradebook
from app.grading.rules import Outcome, Reading, other_readings
from app.grading.rules import unmarked as unmarked_pieces
from app.grading.rules.values import Gradebook, GradebookRow
from app.shared.wording import Text, text

NEAR = Fraction(1)
"""Whoever misses a threshold by less than this many points is worth a second look."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Work that was handed in and lacks its final mark: whose, which piece, and what is missing."""

    enrolment: EnrolmentValue
    piece: PieceValue
    reason: Text


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Somebody whose outcome hangs by little: `short` points of `outcome`, or the reading of a rule.

    `short` is rounded up to two decimals, so that whoever gets as much has enough.
    """

    row: GradebookRow
    short: Fraction | None
    outcome: Outcome | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that the page "ready to close?" shows. Only `unmarked` stands in the way of closing."""

    unmarked: tuple[Unmarked, ...]
    without_factor: tuple[EnrolmentValue, ...]
    near_misses: tuple[NearMiss, ...]
    still_open: tuple[PieceValue, ...]
    before_end: bool


def unmarked(course: CourseValue) -> tuple[Unmarked, ...]:
    """Return all the work that closing refuses to freeze (rule 14), by participant and piece."""
    return unmarked_in(gradebook(course))


def unmarked_in(book: Gradebook) -> tuple[Unmarked, ...]:
    """Return what `unmarked` does, of a gradebook that is read already."""
    pieces = {piece.key: piece for piece in book.pieces}
    return tuple(
        Unmarked(row.enrolment, pieces[key], _missing(row.enrolment, pieces[key]))
        for row in book.rows
        for key in unmarked_pieces(row.standing, book.plan)
    )


def readiness(book: Gradebook, now: datetime) -> Readiness:
    """Return what there is to know before closing."""
    return Readiness(
        unmarked=unmarked_in(book),
        without_factor=tuple(_without_factor(book)),
        near_misses=tuple(_near_misses(book)),
        still_open=tuple(piece for piece in book.pieces if is_open(book.course, piece, now)),
        before_end=now < _end_of(book.course),
    )


def is_open(course: CourseValue, piece: PieceValue, now: datetime) -> bool:
    """Tell whether a piece can still be handed in: before its deadline, or the course's last day where it has none."""
    return not course.is_closed and now < (piece.closes_at or _end_of(course))


def still_open(course: CourseValue, pieces: Iterable[PieceValue], now: datetime) -> frozenset[str]:
    """Return the keys of those of the course's pieces that can still be handed in."""
    return frozenset(piece.key for piece in pieces if is_open(course, piece, now))


def _end_of(course: CourseValue) -> datetime:
    return utc(course.ends_on + timedelta(days=1), time(), course.timezone)


def _missing(enrolment: EnrolmentValue, piece: PieceValue) -> Text:
    if piece.kind is not PieceKind.GROUP:
        return text("Handed in, and not marked yet.")
    if enrolment.group_id is None:
        return text("Has a participation factor, but is in no group.")
    return text("Took part in group “%(group)s”, which has no mark.", group=enrolment.group_name)


def _without_factor(book: Gradebook) -> Iterator[EnrolmentValue]:
    """Yield members of groups of whom nobody said whether they took part."""
    pieces = [piece.key for piece in book.pieces if piece.kind is PieceKind.GROUP]
    for row in book.rows:
        if row.enrolment.group_id and any(row.standing.piece(key).factor is None for key in pieces):
            yield row.enrolment


def _near_misses(book: Gradebook) -> Iterator[NearMiss]:
    for row in book.rows:
        readings = other_readings(row.standing, book.plan, book.policy)
        short, outcome = _short(row, book)
        if readings or short is not None:
            yield NearMiss(row, short, outcome, readings)


def _short(row: GradebookRow, book: Gradebook) -> tuple[Fraction | None, Outcome | None]:
    thresholds: Iterable[tuple[Outcome, Fraction]] = (
        (Outcome.ACHIEVEMENT, book.policy.achievement_cut),
        (Outcome.PARTICIPATION, book.policy.participation_cut),
    )
    for outcome, threshold in thresholds:
        if 0 < threshold - row.derivation.total < NEAR:
            return Fraction(-((row.derivation.total - threshold) * 100 // 1), 100), outcome
    return None, None
