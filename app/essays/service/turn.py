"""Whose turn it is: an author’s essay as it stands, while nobody else changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.service import check_open, lock_course
from app.essays import queries
from app.essays.models import Essay
from app.essays.queries.essays import value_of
from app.essays.rules import Door, EssayState
from app.essays.service.refusals import EssayClosed, essay_marked
from app.shared.database import session, take_turn
from app.shared.errors import NotAllowed
from app.shared.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Turn:
    """The author's place in the course, the piece, and the row of the essay (its `version` 0: nothing written)."""

    course: CourseValue
    piece: PieceValue
    enrolment: EnrolmentValue
    row: Essay
    door: Door


def take_essay_turn(course: CourseValue, *, actor: Actor, now: datetime) -> Turn:
    """Return the actor's own essay, to be written at `now`, with a new row where there was none.

    Marks of it, and the closing of the course, wait until the transaction ends. Raises `NotAllowed` (no participant, an
    API token), `NotFound` (the course has no essay), `RuleBroken` (`course_closed`, `essay_marked`), `EssayClosed`.
    """
    actor.require(Permission.WRITE_ESSAY, course.id)
    enrolment = courses.find_enrolment(course.id, actor.themselves())
    if enrolment is None:
        raise NotAllowed
    present = lock_course(course.id, shared=True)
    check_open(present)
    piece = queries.essay_piece(present)
    door = queries.window_for(present, piece, enrolment).door(now)
    if not door.lets_in:
        raise EssayClosed(door)
    take_turn(f"essay of {piece.id} {enrolment.id}")
    row = _row(piece, enrolment) or _new(present, piece, enrolment, now)
    _check_unmarked(row)
    return Turn(present, piece, enrolment, row, door)


def _row(piece: PieceValue, enrolment: EnrolmentValue) -> Essay | None:
    statement = select(Essay).where(Essay.piece_id == piece.id, Essay.enrolment_id == enrolment.id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _new(course: CourseValue, piece: PieceValue, enrolment: EnrolmentValue, now: datetime) -> Essay:
    row = Essay(
        course_id=course.id,
        piece_id=piece.id,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        language=queries.language_of(course, enrolment),
        state=EssayState.DRAFT.value,
        version=0,
        words=0,
        created_at=now,
        late=False,
    )
    session.add(row)
    session.flush()
    return row


def _check_unmarked(row: Essay) -> None:
    if row.state != EssayState.SUBMITTED:
        return
    essay = value_of(row)
    subject = queries.subject_of(essay)
    take_turn(f"marks of {subject.kind} {subject.id}")  # the turn that whoever saves a mark takes
    if queries.has_final_mark(essay):
        raise essay_marked()
