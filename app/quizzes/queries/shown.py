"""What the page of an attempt needs, in few statements: every participant opens it, many at the same minute."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.quizzes.models import Attempt, Quiz
from app.quizzes.queries.attempts import TABLE, answers_in, asked_in
from app.quizzes.rules.attempts import Answers, Asked, AttemptValue
from app.quizzes.rules.questions import Localized
from app.quizzes.rules.vocabulary import AttemptState, Layout
from app.shared.database import session
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class AttemptShown:
    """An attempt with its questions and newest answers. `title` is empty where the quiz bears its piece's title."""

    attempt: AttemptValue
    key: str
    title: Localized
    layout: Layout
    going_back: bool
    counts: bool
    asked: tuple[Asked, ...]
    answers: Answers

    @property
    def reached(self) -> int:
        """The question that the participant has come to, where there is no way back: the last with anything saved."""
        return max(self.answers, default=1)


def attempt_shown(attempt_id: int) -> AttemptShown:
    """Return an attempt as its page shows it; three statements. Raises `NotFound`."""
    statement = (
        select(TABLE, Quiz.key, Quiz.title, Quiz.layout, Quiz.going_back, Quiz.piece_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.id == attempt_id)
    )
    row = session.execute(statement).mappings().first()
    if row is None:
        raise NotFound
    own = {name: row[name] for name in TABLE.columns.keys()}  # noqa: SIM118 - a collection of columns, no mapping
    return AttemptShown(
        attempt=AttemptValue(**{**own, "state": AttemptState(own["state"])}),
        key=row["key"],
        title=row["title"],
        layout=Layout(row["layout"]),
        going_back=row["going_back"],
        counts=row["piece_id"] is not None,
        asked=asked_in([attempt_id]).get(attempt_id, ()),
        answers=answers_in([attempt_id])[attempt_id],
    )
