"""A quiz that three people took, and ways to decide on its questions.

Its questions: q1 (b is right), q2 (a and b), q3 (c), q4 (d). It counts 40 points, out of 10; an essay counts 60.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from app.accounts.queries import people_by_id
from app.accounts.rules import NewPerson
from app.courses.queries import get_course
from app.grading import service
from app.grading.queries.rescoring_preview import Preview, rescoring_preview
from app.quizzes import queries
from app.quizzes.models import AnswerSave, Attempt, AttemptQuestion, QuestionVersion, StoredQuestion
from app.quizzes.queries.rescoring import get_asked_question
from app.quizzes.rules import RescoringAction
from app.quizzes.rules.attempts import AttemptValue
from app.quizzes.rules.rescoring import read_decision
from app.quizzes.rules.right import Decision
from app.shared.database import session
from app.shared.permissions import SYSTEM, Actor
from tests.cast import AMINA, BONGANI, CHLOE
from tests.quizzes.cast import Taking, taking

LATER = datetime.fromisoformat("2022-03-21T09:00:00+00:00")
KEY = RescoringAction.KEY_CHANGED
ALL = Decision(RescoringAction.ALL_ACCEPTED)
DROP = Decision(RescoringAction.DROPPED)
BACK = Decision(RescoringAction.AS_WRITTEN)
RIGHT = {"q1": ["b"], "q2": ["a", "b"], "q3": ["c"], "q4": ["d"]}
WHY = "Option d is right as well since the law changed."


def took(quiz: Taking, person: NewPerson, **answers: str) -> AttemptValue:
    """Take the quiz: right answers but for those given by question, "" for a blank; submitted."""
    return quiz.submit(begun(quiz, person, **answers))


def begun(quiz: Taking, person: NewPerson, **answers: str) -> AttemptValue:
    """Take the quiz as `took` does, and leave it open."""
    attempt = quiz.start(person)
    keys = keys_in(attempt)
    for number, key in keys.items():
        chosen = list(answers[key]) if key in answers else RIGHT[key]
        if chosen:
            quiz.save(attempt, number, chosen)
    return attempt


def keys_in(attempt: AttemptValue) -> dict[int, str]:
    """The keys of the questions of an attempt, by number."""
    statement = (
        sa.select(AttemptQuestion.number, StoredQuestion.key)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .join(StoredQuestion, StoredQuestion.id == QuestionVersion.question_id)
        .where(AttemptQuestion.attempt_id == attempt.id)
    )
    return {row.number: row.key for row in session.execute(statement)}


def everybody(**settings: object) -> Taking:
    """A quiz that Amina had all right in, Bongani all but q4 (he chose c), and Chloé all but q4 and q3 (blank)."""
    quiz = taking(**settings)
    took(quiz, AMINA)
    took(quiz, BONGANI, q4="c")
    took(quiz, CHLOE, q4="c", q3="")
    return quiz


def decision_on(quiz: Taking, question: str, *keys: str) -> Decision:
    """A new key of a question."""
    return read_decision(KEY, keys, get_asked_question(quiz.quiz, question).versions)


def preview(quiz: Taking, question: str, decision: Decision, now: datetime = LATER) -> Preview:
    """What a decision would change."""
    session.expire_all()
    course, fresh = get_course(quiz.course.code), queries.get_quiz(quiz.course.id, quiz.quiz.key)
    return rescoring_preview(course, fresh, get_asked_question(fresh, question), decision, now)


def rescore(
    quiz: Taking, question: str, decision: Decision, *, seen: str | None = None, by: Actor = SYSTEM, reason: str = WHY
) -> Preview | None:
    """Look at the preview, and apply it."""
    digest = preview(quiz, question, decision).digest if seen is None else seen
    done = service.rescore_question(
        get_course(quiz.course.code), quiz.quiz.key, question, decision, reason, seen=digest, actor=by, now=LATER
    )
    session.commit()
    return done


def scores(quiz: Taking) -> Mapping[str, str | None]:
    """The score of each attempt, by the owner's given name, as "3/4"."""
    session.expire_all()
    attempts = queries.attempts_at(quiz.quiz.id)
    people = people_by_id(one.person_id for one in attempts)
    return {
        people[one.person_id].given_name: None if one.score is None else f"{one.score}/{one.out_of}" for one in attempts
    }


def what_was_answered() -> list[tuple[object, ...]]:
    """Every row of what was asked and answered, as the database has it."""
    session.expire_all()
    rows: list[tuple[object, ...]] = []
    for table in (Attempt, AttemptQuestion, AnswerSave):
        columns = [
            sa.cast(column, sa.String) for column in table.__table__.columns if column.name not in {"score", "out_of"}
        ]
        rows += [tuple(row) for row in session.execute(sa.select(*columns).order_by(*columns))]
    return rows
