"""A small course with a quiz that is open at NOW, three participants, and short ways to take it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from app.accounts.rules import NewPerson
from app.courses.queries import enrolments_by_email, get_course, pieces_of
from app.courses.rules import CourseValue, PieceValue
from app.courses.schemas import read_definition
from app.courses.service import import_roster, load_definition
from app.grading.queries import find_entry
from app.grading.rules.entries import EntryKind
from app.quizzes import queries, service
from app.quizzes.rules import BankQuestion, Question, QuizDefinition, QuizFile, QuizSettings, Slot
from app.quizzes.rules.attempts import AttemptValue, StoredAnswer
from app.quizzes.rules.settings import QuizValue
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, BONGANI, CHLOE, enter_with_role
from tests.conftest import NOW
from tests.courses.cast import ADA, roster_file
from tests.courses.samples import SMALL
from tests.quizzes.questions import bank, multiple, single

MINUTE, SECOND, MILLISECOND = timedelta(minutes=1), timedelta(seconds=1), timedelta(milliseconds=1)
GRACE = 30 * SECOND
CLOSES = datetime(2022, 3, 20, 22, 59, tzinfo=UTC)
"""When the window of the quiz ends: 23:59 in Turin on the day of NOW."""
QUESTIONS = bank(single("b"), multiple("ab"), single("c"), single("d"))


@dataclass(frozen=True)
class Taking:
    """The course, its quiz, and ways for its participants to take it."""

    course: CourseValue
    quiz: QuizValue

    def actor(self, person: NewPerson) -> Actor:
        """A participant, in person."""
        entered = enter_with_role(person, Role.PARTICIPANT, self.course.id)
        return Actor(entered.id, f"person:{entered.id}", (Grant(Role.PARTICIPANT, self.course.id),))

    def enrolment(self, person: NewPerson) -> int:
        """The id of a participant's enrolment."""
        return enrolments_by_email(self.course.id, [person.email])[person.email].id

    @property
    def piece(self) -> PieceValue:
        """The piece that the quiz belongs to."""
        return next(piece for piece in pieces_of(self.course.id) if piece.key == self.quiz.key)

    def start(self, person: NewPerson = AMINA, now: datetime = NOW, language: str = "en") -> AttemptValue:
        """Start an attempt, or find the open one."""
        started = service.start_attempt(self.quiz.id, language=language, actor=self.actor(person), now=now)
        session.commit()
        return started.attempt

    def save(
        self,
        attempt: AttemptValue,
        number: int,
        chosen: Sequence[str],
        base_version: int | None = None,
        *,
        now: datetime = NOW,
        by: Actor | None = None,
    ) -> StoredAnswer:
        """Save an answer as its owner does."""
        saving = queries.get_saving(attempt.id, number)
        owner = by or Actor(
            attempt.person_id, f"person:{attempt.person_id}", (Grant(Role.PARTICIPANT, self.course.id),)
        )
        saved = service.save_answer(saving, chosen, base_version, actor=owner, now=now)
        session.commit()
        return saved

    def answer_rightly(self, attempt: AttemptValue, *numbers: int, now: datetime = NOW) -> None:
        """Save the right answers to some questions (by default to all)."""
        for asked in queries.asked_in([attempt.id])[attempt.id]:
            if not numbers or asked.number in numbers:
                self.save(attempt, asked.number, asked.question.right_keys, now=now)

    def submit(self, attempt: AttemptValue, now: datetime = NOW) -> AttemptValue:
        """Submit as the owner does."""
        owner = Actor(attempt.person_id, f"person:{attempt.person_id}", (Grant(Role.PARTICIPANT, self.course.id),))
        ended = service.submit_attempt(attempt.id, actor=owner, now=now)
        session.commit()
        return ended

    def settle(self, now: datetime) -> int:
        """Sweep, as the timed job does."""
        done = service.settle(now)
        session.commit()
        return done

    def kept(self, person: NewPerson = AMINA) -> tuple[str, Fraction | None] | None:
        """What the gradebook has of the quiz: (state, score); None: nothing."""
        session.expire_all()
        entry = find_entry(self.course.id, self.enrolment(person), EntryKind.SCORE, self.quiz.piece_id)
        return (entry.state.value, entry.value) if entry else None


def stored(attempt: AttemptValue) -> AttemptValue:
    """The attempt as it is stored now."""
    session.rollback()
    return queries.get_attempt(attempt.id)


def answers(attempt: AttemptValue) -> dict[int, tuple[str, ...]]:
    """The newest answer to each question that has one."""
    session.rollback()
    return {number: answer.chosen for number, answer in queries.answers_in([attempt.id])[attempt.id].items()}


def taking(
    code: str = "QUIZ-1",
    *,
    minutes: int | None = 30,
    closes: str = "2022-03-20 23:59",
    today: bool = False,
    questions: Sequence[BankQuestion] = QUESTIONS,
    slots: Sequence[Slot] | None = None,
    maximum: int = 10,
    unmarked: bool = False,
    **settings: object,
) -> Taking:
    """A course with a quiz of these questions; its piece counts out of `maximum`. `today`: open at the present."""
    course = quiz_course(code, minutes=None if unmarked else minutes, closes=closes, maximum=maximum, today=today)
    places = tuple(slots) if slots is not None else tuple(Slot(question=one.key) for one in questions)
    key = "practice" if unmarked else "quiz_1"
    definition = QuizDefinition(
        key, QuizSettings(**settings), places, unmarked, title={"en": "Q"}, minutes=minutes if unmarked else None
    )
    service.load_quizzes(course, [QuizFile(f"{key}.yaml", definition, tuple(questions))], SYSTEM, NOW)
    session.commit()
    return Taking(course, queries.get_quiz(course.id, key))


def quiz_course(
    code: str = "QUIZ-1",
    *,
    minutes: int | None = 30,
    closes: str = "2022-03-20 23:59",
    maximum: int = 10,
    today: bool = False,
) -> CourseValue:
    """The small course with Amina, Bongani and Chloé in it; with `today` it began a week ago."""
    limit = f"    minutes: {minutes}\n" if minutes else ""
    closes = "2022-03-28 23:59" if today else closes
    definition = SMALL.replace("    closes: 2022-03-18 23:59\n", f"    closes: {closes}\n{limit}")
    definition = definition.replace("    questions: 10\n", f"    questions: {maximum}\n")
    starts = (clock.now() - timedelta(days=7)).date() if today else None
    read = read_definition(definition.encode(), code=code, starts=starts)
    course = load_definition(read, actor=SYSTEM, now=NOW).course
    rows = [
        {**ADA, "email": one.email, "given_name": one.given_name, "family_name": one.family_name, "ambassador": ""}
        for one in (AMINA, BONGANI, CHLOE)
    ]
    import_roster(course, io.BytesIO(roster_file(*rows)), max_megabytes=50, actor=SYSTEM, now=NOW)
    session.commit()
    return get_course(code)


def question(key: str, asked: Question, **place: object) -> BankQuestion:
    """A question of the bank."""
    return BankQuestion(key, asked, **place)
