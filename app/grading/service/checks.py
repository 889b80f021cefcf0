"""What every verb that records checks first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, PieceKind, PieceValue
from app.shared.amounts import CellFault, within
from app.shared.database import take_turn
from app.shared.errors import NotFound, Problem, RuleBroken, Unreadable
from app.shared.wording import Text, text

Check = Callable[[int | None], None]
"""Gets the id of what is stored (None: nothing yet) before it is replaced; raises `Stale` or `PreconditionMissing`."""

LONGEST_REASON = 2000


def unconditional(_stored: int | None) -> None:
    """Replace whatever is stored."""


def turn(course: CourseValue, enrolment_id: int, *, everybody: bool = False) -> EnrolmentValue:
    """Wait for whoever records of the same participant; return the enrolment, with `everybody` also of a leaver.

    Raises `NotFound`.
    """
    take_turn(f"grades of enrolment {enrolment_id}")
    return courses.get_enrolment(course.id, enrolment_id, everybody=everybody)


def piece_of(course: CourseValue, key: str, kind: PieceKind) -> PieceValue:
    """Return the course's piece of that key and kind. Raises `NotFound`."""
    for piece in courses.pieces_of(course.id):
        if piece.key == key and piece.kind is kind:
            return piece
    raise NotFound(text("This course has no such piece."))


def group_work_of(course: CourseValue) -> PieceValue:
    """Return the course's group work. Raises `RuleBroken` (no_group_work)."""
    for piece in courses.pieces_of(course.id):
        if piece.kind is PieceKind.GROUP:
            return piece
    raise RuleBroken(text("This course has no group work."), code="no_group_work")


def in_range(where: str, value: Fraction | None, maximum: Fraction) -> None:
    """Raise `Unreadable` for a value outside 0 to `maximum`; None passes."""
    if value is None:
        return
    try:
        within(value, maximum)
    except CellFault as fault:
        raise Unreadable(problems=[Problem(fault.reason, where)]) from None


def reason_given(reason: str, *, unless: Text | None) -> str:
    """Return the reason, stripped. Raises `Unreadable` for one too long, and saying `unless` where it is missing."""
    given = reason.strip()
    if len(given) > LONGEST_REASON:
        long = text("The reason is longer than %(limit)s characters.", limit=LONGEST_REASON)
        raise Unreadable(problems=[Problem(long, "reason")])
    if not given and unless is not None:
        raise Unreadable(problems=[Problem(unless, "reason")])
    return given
