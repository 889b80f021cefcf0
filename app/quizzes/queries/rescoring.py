"""Reads of decisions on questions: what was asked and can be decided on, what was decided, what a decision would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.quizzes.models import Attempt, AttemptQuestion, QuestionVersion, Rescoring, StoredQuestion
from app.quizzes.queries.attempts import decisions_on
from app.quizzes.queries.scores import MarkedAttempt, marked_at, shares_of
from app.quizzes.queries.versions import questions_by_digest
from app.quizzes.rules.counting import share_of
from app.quizzes.rules.questions import Question
from app.quizzes.rules.rescoring import Shift, same_decision, shifts
from app.quizzes.rules.right import Decision
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.vocabulary import RescoringAction
from app.shared.database import session
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that attempts at a quiz asked: its versions by number, and how many attempts asked each."""

    id: int
    key: str
    versions: Mapping[int, Question]
    attempts: Mapping[int, int]

    @property
    def question(self) -> Question:
        """What the question said last."""
        return self.versions[max(self.versions)]

    @property
    def asked(self) -> int:
        """How many attempts asked it."""
        return sum(self.attempts.values())


@dataclass(frozen=True, slots=True)
class RescoringValue:
    """A decision on a question of a quiz, as it was recorded."""

    id: int
    question_id: int
    decision: Decision
    reason: str
    decided_at: datetime
    decided_by: int | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a decision would do to a quiz: nothing of it is stored.

    `revised`: the ended attempts whose score changes, with what they would be worth; `shifts`: what counts for
    everybody who did the quiz; `newest`: the decision that holds on the question, its id None where there is none.
    """

    quiz: QuizValue
    asked: AskedQuestion
    decision: Decision
    held: Decision | None
    newest: int | None
    ended: int
    revised: tuple[MarkedAttempt, ...]
    shifts: tuple[Shift, ...]

    @property
    def holds_already(self) -> bool:
        """Whether the question is scored this way already."""
        return same_decision(self.held, self.decision)


def asked_questions(quiz: QuizValue) -> tuple[AskedQuestion, ...]:
    """Return the questions that attempts at a quiz asked, in the order of the quiz, drawn ones by key."""
    statement = (
        select(StoredQuestion.id, StoredQuestion.key, QuestionVersion.number, QuestionVersion.digest, func.count())
        .join(QuestionVersion, QuestionVersion.question_id == StoredQuestion.id)
        .join(AttemptQuestion, AttemptQuestion.question_version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(Attempt.quiz_id == quiz.id)
        .group_by(StoredQuestion.id, StoredQuestion.key, QuestionVersion.number, QuestionVersion.digest)
    )
    rows = session.execute(statement).all()
    said = questions_by_digest({row.digest for row in rows})
    versions: defaultdict[tuple[int, str], dict[int, Question]] = defaultdict(dict)
    attempts: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for question_id, key, number, digest, count in rows:
        versions[question_id, key][number] = said[digest]
        attempts[question_id][number] = count
    places = {slot.question: place for place, slot in enumerate(quiz.slots) if slot.question}
    order = sorted(versions, key=lambda one: (places.get(one[1], len(quiz.slots)), one[1]))
    return tuple(AskedQuestion(one[0], one[1], versions[one], attempts[one[0]]) for one in order)


def get_asked_question(quiz: QuizValue, key: str) -> AskedQuestion:
    """Return a question that attempts at a quiz asked, by its key. Raises `NotFound`."""
    found = next((one for one in asked_questions(quiz) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def rescorings_of(quiz_id: int) -> tuple[RescoringValue, ...]:
    """Return every decision on questions of a quiz, the newest first."""
    rows = session.scalars(select(Rescoring).where(Rescoring.quiz_id == quiz_id).order_by(Rescoring.id.desc()))
    return tuple(
        RescoringValue(
            id=row.id,
            question_id=row.question_id,
            decision=Decision(RescoringAction(row.action), tuple(row.right_keys or ())),
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    )


def decided_on(quiz_id: int) -> dict[int, RescoringValue]:
    """Return the decisions that hold on questions of a quiz, by question; what was taken back is not there."""
    newest: dict[int, RescoringValue] = {}
    for one in rescorings_of(quiz_id):
        newest.setdefault(one.question_id, one)
    return {key: one for key, one in newest.items() if one.decision.action is not RescoringAction.AS_WRITTEN}


def prospect(quiz: QuizValue, asked: AskedQuestion, decision: Decision) -> Prospect:
    """Return what a decision on a question would do; seven statements, however many attempts there are."""
    held = decisions_on([quiz.id])[quiz.id]
    ended = marked_at(quiz.id, {**held, asked.id: decision})
    revised = tuple(
        one for one in ended if (one.attempt.score, one.attempt.out_of) != (one.marked.score, one.marked.out_of)
    )
    done = shares_of(quiz.id, {one.attempt.enrolment_id for one in ended})
    newest = select(func.max(Rescoring.id)).where(Rescoring.quiz_id == quiz.id, Rescoring.question_id == asked.id)
    return Prospect(
        quiz=quiz,
        asked=asked,
        decision=decision,
        held=held.get(asked.id),
        newest=session.scalar(newest),
        ended=len(ended),
        revised=revised,
        shifts=shifts(
            done,
            {one.attempt.id: share_of(one.marked.score, one.marked.out_of) for one in revised},
            quiz.settings.counts,
        ),
    )
