"""The one read before an answer is saved: the attempt, the question asked there, and its newest answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from app.quizzes.models import AnswerSave, Attempt, AttemptQuestion, QuestionVersion, Quiz
from app.quizzes.queries.versions import questions_by_digest
from app.quizzes.rules.attempts import StoredAnswer
from app.quizzes.rules.questions import Question
from app.quizzes.rules.vocabulary import AttemptState, Layout
from app.shared.database import rows_of, session
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Saving:
    """What has to be known before an answer to `number` is saved. `question` None: the attempt asks nothing there.

    `reached`: in a quiz without a way back the question that the participant has come to; None in any other quiz.
    """

    attempt_id: int
    course_id: int
    person_id: int
    state: AttemptState
    accept_until: datetime | None
    close_at: datetime | None
    ended_at: datetime | None
    number: int
    question: Question | None
    stored: StoredAnswer | None
    reached: int | None

    def takes(self, arrived: datetime) -> bool:
        """Tell whether an answer that arrived at that instant counts."""
        return self.state is AttemptState.OPEN and (self.accept_until is None or arrived <= self.accept_until)

    def due(self, now: datetime) -> bool:
        """Tell whether the attempt is to be closed, or was closed too early, before anybody goes on."""
        if self.state is AttemptState.OPEN:
            return self.close_at is not None and self.close_at < now
        return self.state is AttemptState.EXPIRED and self.ended_at is not None and now < self.ended_at


_ATTEMPT: Any = Attempt.__table__
_QUIZ: Any = Quiz.__table__
_ASKED: Any = AttemptQuestion.__table__
_VERSION: Any = QuestionVersion.__table__
_SAVE: Any = AnswerSave.__table__
"""Tables and not mapped classes: every save passes here."""


def _statement() -> Select[*tuple[Any, ...]]:
    a, q, asked, version, save = _ATTEMPT.c, _QUIZ.c, _ASKED.c, _VERSION.c, _SAVE.c
    number = bindparam("number", type_=Integer)
    return (
        select(
            *(a.course_id, a.person_id, a.state, a.accept_until, a.close_at, a.ended_at),
            *(q.layout, q.going_back, version.digest, save.version, save.chosen, save.saved_at),
        )
        .select_from(_ATTEMPT)
        .join(_QUIZ, q.id == a.quiz_id)
        .outerjoin(_ASKED, (asked.attempt_id == a.id) & (asked.number == number))
        .outerjoin(_VERSION, version.id == asked.question_version_id)
        .outerjoin(_SAVE, (save.attempt_id == a.id) & (save.number == number))
        .where(a.id == bindparam("attempt_id", type_=Integer))
        .order_by(save.version.desc())
        .limit(1)
    )


_SAVING = _statement()


def find_saving(attempt_id: int, number: int) -> Saving | None:
    """Return what has to be known before an answer is saved; None when there is no such attempt. One statement.

    A second one where the quiz allows no way back, and one the first time that a process meets the question.
    """
    found = rows_of(_SAVING, attempt_id=attempt_id, number=number)
    if not found:
        return None
    row = found[0]
    return Saving(
        attempt_id=attempt_id,
        course_id=row.course_id,
        person_id=row.person_id,
        state=AttemptState(row.state),
        accept_until=row.accept_until,
        close_at=row.close_at,
        ended_at=row.ended_at,
        number=number,
        question=questions_by_digest([row.digest])[row.digest] if row.digest else None,
        stored=StoredAnswer(number, row.version, tuple(row.chosen), row.saved_at) if row.version else None,
        reached=reached_in(attempt_id) if row.layout == Layout.ONE_QUESTION and not row.going_back else None,
    )


def get_saving(attempt_id: int, number: int) -> Saving:
    """Return what `find_saving` does. Raises `NotFound`."""
    found = find_saving(attempt_id, number)
    if found is None:
        raise NotFound
    return found


def reached_in(attempt_id: int) -> int:
    """Return the question that a participant has come to: the last one of which anything is stored, else the first."""
    return session.scalar(select(func.max(AnswerSave.number)).where(AnswerSave.attempt_id == attempt_id)) or 1
