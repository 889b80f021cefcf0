"""What happens at the marking desks, as essays and group work tell it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from app.accounts.rules import NewPerson
from app.courses.queries import enrolments_by_email, pieces_of
from app.courses.rules import CourseValue, PieceKind, PieceValue
from app.essays.rules import EssayState, EssayValue
from app.essays.service import hand_over_marks, hand_over_submission
from app.groupwork.service import hand_over_mark
from app.shared.database import session
from tests.cast import TUTOR, enter
from tests.conftest import NOW
from tests.grading.cast import group_of

OF_7: Mapping[str, Fraction] = dict.fromkeys(("clarity", "alignment", "coherence", "gender"), Fraction(7))


def essay_of(course: CourseValue) -> PieceValue:
    """The essay of a course."""
    return next(piece for piece in pieces_of(course.id) if piece.kind is PieceKind.ESSAY)


def hand_in(course: CourseValue, *people: NewPerson) -> None:
    """These people hand in their essays."""
    for person in people:
        hand_over_submission(_essay(course, person), now=NOW)
    session.commit()


def desk_mark(
    course: CourseValue,
    person: NewPerson,
    criteria: Mapping[str, Fraction] | None = OF_7,
    by: NewPerson = TUTOR,
    now=NOW,
) -> None:
    """The desk says what counts as the mark of somebody's essay."""
    hand_over_marks(_essay(course, person), criteria, marker_id=enter(by).id, now=now)
    session.commit()


def desk_group_mark(
    course: CourseValue, name: str, percent: int | Fraction | None, by: NewPerson = TUTOR, now=NOW
) -> None:
    """The desk says what counts as a group's mark."""
    mark = None if percent is None else Fraction(percent)
    hand_over_mark(course.id, group_of(course, name), mark, marker_id=enter(by).id, now=now)
    session.commit()


def _essay(course: CourseValue, person: NewPerson) -> EssayValue:
    enrolment = enrolments_by_email(course.id, [person.email])[person.email]
    return EssayValue(
        id=1,
        course_id=course.id,
        piece_id=essay_of(course).id,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        language="en",
        state=EssayState.SUBMITTED,
        version=1,
        words=2000,
        created_at=NOW,
        submitted_at=NOW,
        submitted_version=1,
        late=False,
    )
