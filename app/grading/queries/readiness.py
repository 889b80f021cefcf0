"""Whether a course is ready to close: what closing refuses, and what a manager would want to see first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import (
    CourseValue,
    Deadline,
    EnrolmentValue,
    PieceKind,
    PieceValue,
    WindowState,
    last_instant,
    state_in,
)
from app.essays import queries as essays
from app.grading.queries.gradebook import gradebook
from app.grading.queries.releasing import hidden_marks
from app.grading.queries.remarks import open_remarks
from app.grading.rules import Outcome, Reading, other_readings
from app.grading.rules import unmarked as unmarked_pieces
from app.grading.rules.bonus import would_lift
from app.grading.rules.remarks import RemarkValue
from app.grading.rules.unusual import Unusual, unusual_marks
from app.grading.rules.values import Gradebook, GradebookRow
from app.quizzes import queries as quizzes
from app.shared.wording import Text, text

NEAR = Fraction(1)
"""Whoever misses a threshold by less than this many points is worth a second look."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Work that lacks its final mark: whose, which piece, and what is missing. Attempts under way are such work."""

    enrolment: EnrolmentValue
    piece: PieceValue
    reason: Text
    under_way: bool = False


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
class UnusualMark:
    """A mark that is worth a second look. Group work has one mark for all members: `row` is the first of them."""

    row: GradebookRow
    piece: PieceValue
    score: Fraction
    why: Unusual


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that the page "ready to close?" shows. Only `unmarked` stands in the way of closing.

    `under_way`: attempts that are open, part of `unmarked`. `unreleased`: by piece, whose mark closing would release.
    `would_lift`: whom the largest bonus would lift to Achievement, for managers only. `stranded`: by enrolment, who
    began to mark an essay of `unmarked` and does not mark here any more, so that nobody else can. `requests`: how many
    wait for more time. `unfinished`: how many essays were begun and not handed in, of those whom the essay is asked of.
    """

    unmarked: tuple[Unmarked, ...]
    under_way: tuple[Unmarked, ...]
    unreleased: tuple[tuple[PieceValue, int], ...]
    remarks: tuple[RemarkValue, ...]
    requests: int
    unfinished: int
    unusual: tuple[UnusualMark, ...]
    would_lift: tuple[GradebookRow, ...]
    stranded: Mapping[int, str]
    without_factor: tuple[EnrolmentValue, ...]
    near_misses: tuple[NearMiss, ...]
    still_open: tuple[PieceValue, ...]
    before_end: bool


def unmarked(course: CourseValue) -> tuple[Unmarked, ...]:
    """Return all the work that closing refuses to freeze (rule 14), by participant and piece."""
    return unmarked_in(gradebook(course))


def unmarked_in(book: Gradebook) -> tuple[Unmarked, ...]:
    """Return what `unmarked` does, of a gradebook that is read already; one statement."""
    return tuple(_unmarked(book, quizzes.open_pieces(book.course.id)))


def _unmarked(book: Gradebook, under_way: Collection[tuple[int, int]]) -> Iterator[Unmarked]:
    for row in book.rows:
        waiting = unmarked_pieces(row.standing, book.plan)
        for piece in book.pieces:
            if (row.enrolment.id, piece.id) in under_way:
                yield Unmarked(row.enrolment, piece, text("An attempt is under way."), under_way=True)
            elif piece.key in waiting:
                yield Unmarked(row.enrolment, piece, _missing(row.enrolment, piece))


def readiness(book: Gradebook, now: datetime) -> Readiness:
    """Return what there is to know before closing."""
    waiting = unmarked_in(book)
    hidden = hidden_marks(book)
    return Readiness(
        unmarked=waiting,
        under_way=tuple(item for item in waiting if item.under_way),
        unreleased=tuple((piece, len(hidden[piece.key])) for piece in book.pieces if hidden[piece.key]),
        remarks=open_remarks(book.course.id),
        requests=courses.count_open_requests(book.course.id),
        unfinished=_unfinished(book),
        unusual=tuple(_unusual(book)),
        would_lift=tuple(row for row in book.rows if would_lift(row.standing, book.plan, book.policy)),
        stranded=_stranded(book) if any(item.piece.kind is PieceKind.ESSAY for item in waiting) else {},
        without_factor=tuple(without_factor(book)),
        near_misses=near_misses(book),
        still_open=tuple(_open_for_somebody(book, now)),
        before_end=now < last_instant(book.course),
    )


def _unfinished(book: Gradebook) -> int:
    """Return how many essays are drafts of those who did not do the essay otherwise: nobody hands them in for them."""
    keys = {piece.id: piece.key for piece in book.pieces if piece.kind is PieceKind.ESSAY}
    if not keys:
        return 0
    rows = {row.enrolment.id: row.standing for row in book.rows}
    drafts = [one for one in essays.essays_of(book.course.id, submitted=False) if not one.is_submitted and one.words]
    asked = (
        (rows[one.enrolment_id], keys[one.piece_id])
        for one in drafts
        if one.enrolment_id in rows and one.piece_id in keys
    )
    return sum(not standing.piece(key).done and key not in standing.excused for standing, key in asked)


def _stranded(book: Gradebook) -> Mapping[int, str]:
    return {one.enrolment_id: one.marker for one in essays.stranded_drafts(book.course)}


def still_open(
    course: CourseValue, pieces: Iterable[PieceValue], deadlines: Mapping[int, Deadline], now: datetime
) -> frozenset[str]:
    """Return the keys of the pieces that can still be handed in by whom these deadlines (by piece) are for."""
    return frozenset(
        piece.key for piece in pieces if state_in(course, deadlines[piece.id], now) is not WindowState.OVER
    )


def _open_for_somebody(book: Gradebook, now: datetime) -> Iterator[PieceValue]:
    """Yield the pieces that somebody can still hand in, and where nobody takes part, that somebody could."""
    everybodys = courses.all_deadlines(book.course, book.pieces, [row.enrolment for row in book.rows])
    several = list(everybodys.values()) or [courses.general_deadlines(book.course, book.pieces)]
    found = frozenset[str]().union(*(still_open(book.course, book.pieces, own, now) for own in several))
    yield from (piece for piece in book.pieces if piece.key in found)


def _missing(enrolment: EnrolmentValue, piece: PieceValue) -> Text:
    if piece.kind is PieceKind.QUIZ:
        return text("Submitted; the score counts once the quiz is closed for everybody.")
    if piece.kind is PieceKind.ESSAY:
        return text("Handed in, and not marked yet.")
    if enrolment.group_id is None:
        return text("Has a participation factor, but is in no group.")
    return text("Took part in group “%(group)s”, which has no mark.", group=enrolment.group_name)


def without_factor(book: Gradebook) -> Iterator[EnrolmentValue]:
    """Yield members of groups of whom nobody said whether they took part."""
    pieces = [piece.key for piece in book.pieces if piece.kind is PieceKind.GROUP]
    for row in book.rows:
        asked = [key for key in pieces if key not in row.standing.excused]
        if row.enrolment.group_id and any(row.standing.piece(key).factor is None for key in asked):
            yield row.enrolment


def near_misses(book: Gradebook) -> tuple[NearMiss, ...]:
    """Return those who miss a threshold by less than a point, or whose outcome another reading would change."""
    return tuple(_near_misses(book))


def _unusual(book: Gradebook) -> Iterator[UnusualMark]:
    """Yield the marks of group work and essays that are unusual; a group's mark once."""
    for piece in book.pieces:
        if piece.kind is PieceKind.QUIZ:
            continue
        found = {
            (row.enrolment.group_id if piece.kind is PieceKind.GROUP else row.enrolment.id) or 0: row
            for row in reversed(book.rows)
            if row.standing.piece(piece.key).done and row.standing.piece(piece.key).score is not None
        }
        scores = {key: row.standing.piece(piece.key).score or Fraction(0) for key, row in found.items()}
        for key, why in unusual_marks(scores, piece.maximum).items():
            yield UnusualMark(found[key], piece, scores[key], why)


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
