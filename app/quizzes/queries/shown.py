"""What the page of an attempt needs, in few statements: every participant opens it, many at the same minute."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import bindparam, select

from app.quizzes.models import Attempt, Quiz
from app.quizzes.queries.attempts import TABLE, answers_in, asked_in
from app.quizzes.rules.attempts import Answers, Asked, AttemptValue
from app.quizzes.rules.questions import Localized
from app.quizzes.rules.vocabulary import AttemptState, Layout
from app.shared.database import rows_of
from app.shared.errors import NotFound

_COLUMNS = tuple(TABLE.columns.keys())
_STATEMENT = (
    select(TABLE, Quiz.key, Quiz.title, Quiz.layout, Quiz.going_back, Quiz.piece_id)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .where(Attempt.id == bindparam("attempt_id", type_=Attempt.id.type))
)


@dataclass(frozen=True, slots=True)
class AttemptShown:
    """An attempt with its questions and newest answers. `title` is empty where the quiz bears its piece's title."""

    attempt: AttemptValue
    key: str
    title: Localized
    layout: Layout
    going_back: bool
    counts: bool
    asked: tuple[Asked, ...] = ()
    answers: Answers = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """The question that the participant has come to, where there is no way back: the last with anything saved."""
        return max(self.answers, default=1)


def attempt_shown(attempt_id: int) -> AttemptShown:
    """Return an attempt as its page shows it; three statements. Raises `NotFound`."""
    found = find_attempt_at(attempt_id)
    if found is None:
        raise NotFound
    return in_full(found)


def find_attempt_at(attempt_id: int) -> AttemptShown | None:
    """Return an attempt without questions and answers, with what its page needs of its quiz; None where none is."""
    for *own, key, title, layout, going_back, piece_id in rows_of(_STATEMENT, attempt_id=attempt_id):
        columns = dict(zip(_COLUMNS, own, strict=True))
        return AttemptShown(
            attempt=AttemptValue(**{**columns, "state": AttemptState(columns["state"])}),
            key=key,
            title=title,
            layout=Layout(layout),
            going_back=going_back,
            counts=piece_id is not None,
        )
    return None


def in_full(found: AttemptShown) -> AttemptShown:
    """Return the attempt with its questions and newest answers; two statements."""
    attempt_id = found.attempt.id
    return replace(
        found, asked=asked_in([attempt_id]).get(attempt_id, ()), answers=answers_in([attempt_id])[attempt_id]
    )
