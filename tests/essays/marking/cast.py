"""Essays to be marked, who marks them, and a keeper that notes what it is handed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from app.accounts.rules import NewPerson
from app.courses.queries import get_course
from app.courses.rules import CourseValue
from app.courses.schemas import read_definition
from app.courses.service import load_definition
from app.essays import queries, service
from app.essays.models import Essay, EssayVersion
from app.essays.rules import EssayState, EssayValue, Origin
from app.rubrics.rules import MarkContent, MarkValue, Round
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests import cast
from tests.conftest import NOW
from tests.courses.samples import A9714776
from tests.grading.cast import enrolment_of, graded_course

UMA = NewPerson("uma@ecampus.test", "Uma", "Second", "en", "Europe/Rome")
ZOE = NewPerson("zoe@ecampus.test", "Zoé", "Third", "fr", "Europe/Paris")
TEXT = "Nurses leave Tesimba.\n\nTwo policies read one fact in opposite ways.\n\nA working group should meet."
EVEN = {"clarity": "8", "alignment": "7", "coherence": "6.5", "gender": "5"}


class Recorder:
    """Notes what counts, as grading would keep it."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, dict[str, Fraction] | None]] = []

    def keep_submission(self, course_id: int, enrolment_id: int, piece_id: int, *, now: datetime) -> None:
        """Nothing is asked of it here."""

    def keep_marks(
        self,
        course_id: int,
        enrolment_id: int,
        piece_id: int,
        *,
        criteria: Mapping[str, Fraction] | None,
        marker_id: int,
        now: datetime,
    ) -> None:
        """Note it."""
        self.kept.append((enrolment_id, dict(criteria) if criteria is not None else None))


def essay_course(code: str = "A9714776", **marking: object) -> CourseValue:
    """The sample course with its participants; its essays are marked as `marking` says."""
    course = graded_course(code)
    return set_marking(course, **marking) if marking else course


def set_marking(course: CourseValue, **marking: object) -> CourseValue:
    """The course with another way to mark essays."""
    listed = ", ".join(f"{key}: {value}" for key, value in marking.items())
    raw = A9714776.read_bytes() + f"\nessay: {{marking: {{{listed}}}}}\n".encode()
    load_definition(read_definition(raw, code=course.code), actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(course.code)


def hand_in(
    course: CourseValue,
    author: NewPerson,
    text: str = TEXT,
    *,
    at: datetime = NOW - timedelta(days=2),
    late: bool = False,
    language: str = "",
) -> EssayValue:
    """An essay that was handed in."""
    piece = queries.essay_piece(course)
    words = len(text.split())
    essay = Essay(
        course_id=course.id,
        piece_id=piece.id,
        enrolment_id=enrolment_of(course, author),
        person_id=cast.enter(author).id,
        language=language or author.language,
        state=EssayState.SUBMITTED.value,
        version=1,
        words=words,
        created_at=at,
        submitted_at=at,
        submitted_version=1,
        late=late,
    )
    session.add(essay)
    session.flush()
    session.add(
        EssayVersion(
            essay_id=essay.id, number=1, text=text, words=words, origin=Origin.TYPED.value, file_id=None, saved_at=at
        )
    )
    session.commit()
    return queries.get_essay(essay.id)


def hand_in_again(essay: EssayValue, text: str = "All is new.", *, at: datetime = NOW) -> EssayValue:
    """The essay with another text, handed in later."""
    row = session.get_one(Essay, essay.id)
    row.version += 1
    row.submitted_version, row.submitted_at, row.words = row.version, at, len(text.split())
    session.add(
        EssayVersion(
            essay_id=row.id, number=row.version, text=text, words=row.words, origin=Origin.TYPED.value, saved_at=at
        )
    )
    session.commit()
    return queries.get_essay(essay.id)


def marker(person: NewPerson, course: CourseValue, role: Role = Role.TUTOR) -> Actor:
    """Somebody who marks in the course."""
    entered = cast.enter_with_role(person, role, course.id)
    return Actor(entered.id, f"person:{entered.id}", (Grant(role, course.id),))


def content(comment: str = "", comments: Mapping[str, str] | None = None, **points: str) -> MarkContent:
    """What a marker says: `EVEN`, with what is given here."""
    return MarkContent({key: Fraction(value) for key, value in {**EVEN, **points}.items()}, comments or {}, comment)


def give(essay: EssayValue, by: Actor, said: MarkContent | None = None, **how: object) -> MarkValue:
    """Mark an essay, finally unless told otherwise."""
    options: dict[str, object] = {"final": True, "base_version": None, "now": NOW, **how}
    in_round = options.pop("in_round", None)
    assert in_round is None or isinstance(in_round, Round)
    saved = service.mark_essay(essay, in_round, said or content(), actor=by, **options)
    session.commit()
    return saved
