"""Which pieces soon close for participants who have not done them; a bounded number of statements for a course."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import participants_with_access
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.grading import queries as grading
from app.progress.rules import closing_soon
from app.quizzes.queries import quizzes_of
from app.quizzes.queries.begun import begun_attempts


@dataclass(frozen=True, slots=True)
class Owed:
    """A piece that a participant still owes, and when it closes for them. `page`: where it is done, in the course."""

    enrolment: EnrolmentValue
    piece: PieceValue
    closes_at: datetime
    page: str


def owed_soon(course: CourseValue, now: datetime) -> tuple[Owed, ...]:
    """Return what to remind participants of by `now`: see `closing_soon`.

    Neither what is done or excused, nor a quiz that they have under way or may not begin again, nor one that nobody
    can begin. Only of those who may sign in and hold their role.
    """
    able = participants_with_access(course.id)
    people = {one.id: one for one in courses.roster(course.id) if one.person_id in able}
    pieces = courses.pieces_of(course.id)
    deadlines = courses.all_deadlines(course, pieces, people.values())
    first = closing_soon(course, pieces, deadlines, now)
    if not first:
        return ()
    pages, settled = _pages(course, pieces), _settled(course, {one.enrolment_id for one in first})
    return tuple(
        Owed(people[one.enrolment_id], one.piece, one.closes_at, pages[one.piece.id])
        for one in closing_soon(course, pieces, deadlines, now, settled)
        if one.piece.id in pages
    )


def _pages(course: CourseValue, pieces: Sequence[PieceValue]) -> Mapping[int, str]:
    """Return where pieces are done, by piece: the essay, and quizzes that ask something."""
    essays = {piece.id: "essay/write" for piece in pieces if piece.kind is PieceKind.ESSAY}
    return essays | {
        quiz.piece_id: f"quizzes/{quiz.key}" for quiz in quizzes_of(course.id) if quiz.piece_id and quiz.slots
    }


def _settled(course: CourseValue, enrolment_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return what is not owed, as (enrolment, piece): done, excused, under way, or without another attempt."""
    book = grading.gradebook(course)
    recorded = {
        (row.enrolment.id, piece.id)
        for row in book.rows
        for piece in book.pieces
        if row.standing.piece(piece.key).done or piece.key in row.standing.excused
    }
    return frozenset(recorded | begun_attempts(course, enrolment_ids).keys())
