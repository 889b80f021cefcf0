"""A small course with an essay that is open at NOW, three participants, and short ways to write it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.accounts.rules import NewPerson
from app.courses.queries import enrolments_by_email, get_course
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.essays import queries, service
from app.essays.rules import EssayValue, SubmissionValue
from app.essays.service import keeping
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, enter_with_role
from tests.conftest import NOW
from tests.courses.cast import ADA, roster_file
from tests.courses.samples import SMALL

MILLISECOND = timedelta(milliseconds=1)
CLOSES = datetime(2022, 3, 31, 22, 0, tzinfo=UTC)
"""When the essay is due: the course's last day is over in Turin."""
TEXT = "Labour migration is governed by many.\n\nThis essay names three of them, and says what each does."


@dataclass(frozen=True)
class Writing:
    """The course, its essay, and ways for its participants to write it."""

    course: CourseValue
    piece: PieceValue

    def actor(self, person: NewPerson = AMINA) -> Actor:
        """A participant, in person."""
        entered = enter_with_role(person, Role.PARTICIPANT, self.course.id)
        return Actor(entered.id, f"person:{entered.id}", (Grant(Role.PARTICIPANT, self.course.id),))

    def enrolment(self, person: NewPerson = AMINA) -> EnrolmentValue:
        """How a participant takes the course."""
        return enrolments_by_email(self.course.id, [person.email])[person.email]

    def write(
        self,
        text: str = TEXT,
        person: NewPerson = AMINA,
        *,
        language: str | None = None,
        base_version: int | None = None,
        now: datetime = NOW,
    ) -> service.Written:
        """Save a version as its author does."""
        options = {"base_version": base_version, "actor": self.actor(person), "now": now}
        written = service.write_essay(self.course, text, language, **options)
        session.commit()
        return written

    def hand_in(self, person: NewPerson = AMINA, version: int | None = None, *, now: datetime = NOW) -> SubmissionValue:
        """Hand in what was written last."""
        done = service.submit_essay(self.course, version, actor=self.actor(person), now=now)
        session.commit()
        return done

    def essay(self, person: NewPerson = AMINA) -> EssayValue | None:
        """The essay as it is stored now."""
        session.rollback()
        return queries.find_essay(self.piece.id, self.enrolment(person).id)

    def handed_in(
        self, person: NewPerson = AMINA, text: str = TEXT, *, language: str | None = None, now: datetime = NOW
    ) -> EssayValue:
        """An essay that was written and handed in."""
        self.write(text, person, language=language, now=now)
        self.hand_in(person, now=now)
        essay = self.essay(person)
        assert essay is not None
        return essay


def essay_course(code: str = "ESSAY-1", *, settings: str = "", today: bool = False) -> Writing:
    """The small course with Amina, Bongani and Chloé in it. `settings`: its `essay` section, as it stands in the file.

    With `today` it began a week ago.
    """
    definition = SMALL + (f"essay: {settings}\n" if settings else "")
    starts = (clock.now() - timedelta(days=7)).date() if today else None
    read = read_definition(definition.encode(), code=code, starts=starts)
    course = load_definition(read, actor=SYSTEM, now=NOW).course
    rows = [
        {
            **ADA,
            "email": one.email,
            "given_name": one.given_name,
            "family_name": one.family_name,
            "language": one.language,
            "ambassador": "",
        }
        for one in (AMINA, BONGANI, CHLOE)
    ]
    import_roster(course, io.BytesIO(roster_file(*rows)), max_megabytes=50, actor=SYSTEM, now=NOW)
    session.commit()
    return Writing(get_course(code), queries.essay_piece(course))


@dataclass
class RecordingKeeper:
    """Stands in for whoever keeps grades: remembers what it was told."""

    submissions: list[tuple[int, int, int]] = field(default_factory=list)
    marks: list[object] = field(default_factory=list)

    def keep_submission(self, course_id: int, enrolment_id: int, piece_id: int, *, now: datetime) -> None:
        self.submissions.append((course_id, enrolment_id, piece_id))

    def keep_marks(self, course_id: int, enrolment_id: int, piece_id: int, **mark: object) -> None:
        self.marks.append(mark)


@contextmanager
def keeper() -> Iterator[RecordingKeeper]:
    """A keeper that is told of essays while this lasts."""
    told = RecordingKeeper()
    service.register_essay_keeper(told)
    try:
        yield told
    finally:
        keeping._keepers.remove(told)
