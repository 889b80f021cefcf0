"""A quiz that is open at any time and asks one question of every kind, added to a course that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.courses.queries import find_enrolment
from app.courses.rules import CourseValue
from app.quizzes import queries, service
from app.quizzes.rules import (
    Accepted,
    BankQuestion,
    Option,
    Question,
    QuestionKind,
    QuizDefinition,
    QuizFile,
    QuizSettings,
    Slot,
)
from app.quizzes.rules.answers import side_key
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.settings import QuizValue
from app.shared import clock
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor, Grant, Role
from tests.cast import AMINA, enter
from tests.conftest import NOW


def both(english: str, french: str = "") -> dict[str, str]:
    return {"en": english, "fr": french or f"{english} (fr)"}


def options(*right: str) -> tuple[Option, ...]:
    names = {"a": "Apple", "b": "Banana", "c": "Cherry"}
    return tuple(
        Option(key, both(name), right=key in right, feedback=both(f"Why {name}")) for key, name in names.items()
    )


SAID = {"feedback": both("Explained"), "source": both("Manual, annex 4")}
KINDS = {
    "single": Question(QuestionKind.SINGLE, both("Which one?", "Lequel ?"), options("b"), **SAID),
    "multiple": Question(QuestionKind.MULTIPLE, both("Which ones?"), options("a", "b"), **SAID),
    "true_false": Question(
        QuestionKind.TRUE_FALSE,
        both("So it is."),
        (Option("true", both("True", "Vrai")), Option("false", both("False", "Faux"), right=True)),
        **SAID,
    ),
    "numeric": Question(
        QuestionKind.NUMERIC, both("How many?"), accepted=(Accepted(value=Fraction(9), tolerance=Fraction(0)),), **SAID
    ),
    "short": Question(
        QuestionKind.SHORT,
        both("In a word?"),
        accepted=(Accepted(words={"en": ["server"], "fr": ["serveur"]}),),
        **SAID,
    ),
    "matching": Question(
        QuestionKind.MATCHING,
        both("Match."),
        (
            Option("a", both("Left one"), match=both("Right one")),
            Option("b", both("Left two"), match=both("Right two")),
        ),
        distractors=(both("Right none"),),
        **SAID,
    ),
    "ordering": Question(
        QuestionKind.ORDERING,
        both("Order."),
        tuple(Option(key, both(f"Step {key}")) for key in ("one", "two", "three")),
        **SAID,
    ),
}
RIGHT_ONE, RIGHT_TWO, RIGHT_NONE = (side_key(both(side)) for side in ("Right one", "Right two", "Right none"))
NUMBERS = {kind: number for number, kind in enumerate(KINDS, 1)}
RIGHT = {
    "single": ["b"],
    "multiple": ["a", "b"],
    "true_false": ["false"],
    "numeric": ["9"],
    "short": ["server"],
    "matching": [f"a>{RIGHT_ONE}", f"b>{RIGHT_TWO}"],
    "ordering": ["one", "two", "three"],
}


def every_kind(course: CourseValue, *, minutes: int | None = None, **settings: object) -> QuizValue:
    """The quiz, in this order of questions; unmarked, so that it is open whenever the course is."""
    asked = tuple(BankQuestion(f"kind_{kind}", question) for kind, question in KINDS.items())
    rules = {"attempts": None, "shuffle_questions": False, "shuffle_options": False, **settings}
    definition = QuizDefinition(
        "practice",
        QuizSettings(**rules),
        tuple(Slot(question=one.key) for one in asked),
        unmarked=True,
        title=both("Practice", "Entraînement"),
        intro=both("Try it.", "Essayez."),
        minutes=minutes,
    )
    present = [QuizFile("practice.yaml", definition, asked)]
    service.load_quizzes(course, present, SYSTEM, NOW)
    session.commit()
    return queries.get_quiz(course.id, "practice")


def participant(course: CourseValue, person=AMINA) -> Actor:
    entered = enter(person)
    return Actor(entered.id, f"person:{entered.id}", (Grant(Role.PARTICIPANT, course.id),))


def started(course: CourseValue, quiz: QuizValue, person=AMINA) -> AttemptValue:
    """A participant's attempt, begun just now."""
    actor = participant(course, person)
    assert find_enrolment(course.id, actor.themselves())
    begun = service.start_attempt(quiz.id, language="en", actor=actor, now=clock.now())
    session.commit()
    return begun.attempt


def save(attempt: AttemptValue, number: int, chosen: Sequence[str], base: int | None = None) -> None:
    """Save an answer past the page, as another device of its owner does."""
    actor = Actor(attempt.person_id, "owner", (Grant(Role.PARTICIPANT, attempt.course_id),))
    service.save_answer(queries.get_saving(attempt.id, number), chosen, base, actor=actor, now=clock.now())
    session.commit()


def stored(attempt: AttemptValue) -> dict[int, tuple[list[str], int]]:
    """The newest answers as (answer, version), by the number of the question."""
    session.rollback()
    found = queries.answers_in([attempt.id])[attempt.id]
    return {number: (list(answer.chosen), answer.version) for number, answer in found.items()}
