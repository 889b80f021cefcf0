"""What a release would show, and to whom: the marks that count and that participants do not know yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.courses.rules import EnrolmentValue, PieceKind, PieceValue
from app.grading.queries.gradebook import gradebook
from app.grading.queries.telling import ReleaseValue, releases_of
from app.grading.rules.values import Gradebook, GradebookRow

RELEASED_TOGETHER = frozenset({PieceKind.GROUP, PieceKind.ESSAY})
"""Pieces whose marks come from a marking desk; a quiz tells its scores by its own rule."""


@dataclass(frozen=True, slots=True)
class PieceToRelease:
    """How the marks of a piece stand. `hidden`: whose mark would be told; the counts are those of the others.

    `waiting` handed it in and have no mark, `known` know their mark already, `missing` handed nothing in.
    """

    piece: PieceValue
    release: ReleaseValue | None
    hidden: tuple[EnrolmentValue, ...]
    waiting: int
    known: int
    missing: int
    excused: int


def hidden_marks(book: Gradebook) -> dict[str, tuple[EnrolmentValue, ...]]:
    """Return, by piece, whose mark of it counts in `book` and is hidden from them."""
    known = {row.enrolment.id: row for row in gradebook(book.course, as_told=True).rows}
    return {
        piece.key: tuple(row.enrolment for row in book.rows if _is_hidden(row, known, piece.key))
        for piece in book.pieces
    }


def pieces_to_release(book: Gradebook) -> tuple[PieceToRelease, ...]:
    """Return how the marks of each piece stand that is released at all."""
    hidden, releases = hidden_marks(book), releases_of(book.course.id)
    return tuple(
        _piece(book, piece, hidden[piece.key], releases.get(piece.id))
        for piece in book.pieces
        if piece.kind in RELEASED_TOGETHER
    )


def _is_hidden(row: GradebookRow, known: Mapping[int, GradebookRow], key: str) -> bool:
    """Return whether a mark is told by a release: of group work also to who was given no part in it."""
    mine, told = row.standing.piece(key), known[row.enrolment.id].standing.piece(key)
    has_one = mine.done or mine.factor is not None
    return has_one and mine.score is not None and told.score is None


def _piece(
    book: Gradebook, piece: PieceValue, hidden: tuple[EnrolmentValue, ...], release: ReleaseValue | None
) -> PieceToRelease:
    concerned = {person.id for person in hidden}
    others = [row for row in book.rows if row.enrolment.id not in concerned]
    states = [row.standing.piece(piece.key) for row in others]
    excused = sum(piece.key in row.standing.excused for row in others)
    done = sum(state.done for state in states)
    waiting = sum(state.done and state.score is None for state in states)
    return PieceToRelease(
        piece=piece,
        release=release,
        hidden=hidden,
        waiting=waiting,
        known=done - waiting,
        missing=len(states) - done - excused,
        excused=excused,
    )
