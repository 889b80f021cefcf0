"""Reads of what attempts are worth: marked under any decisions, and what counts of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, String, bindparam, cast, exists, select

from app.quizzes.models import AnswerSave, Attempt, Quiz
from app.quizzes.queries.attempts import answers_in, asked_in, attempts_where, decisions_on, ids_of
from app.quizzes.rules.attempts import AttemptValue, Decisions
from app.quizzes.rules.counting import counted, share_of
from app.quizzes.rules.marking import Marked, mark
from app.quizzes.rules.vocabulary import AttemptState, Counts, Release
from app.shared.database import rows_of


@dataclass(frozen=True, slots=True)
class MarkedAttempt:
    """An attempt with what its answers are worth."""

    attempt: AttemptValue
    marked: Marked


def marked(attempts: Sequence[AttemptValue], decisions: Mapping[int, Decisions] | None = None) -> list[MarkedAttempt]:
    """Return what the answers in these attempts are worth under `decisions`, by quiz (None: those that hold).

    Three statements for any number of attempts. Nothing is stored: a preview of a decision asks with it put in.
    """
    ids = ids_of(attempts)
    asked, answers = asked_in(ids), answers_in(ids)
    held = decisions_on({attempt.quiz_id for attempt in attempts}) if decisions is None else decisions
    return [
        MarkedAttempt(
            attempt,
            mark(
                asked.get(attempt.id, ()),
                {number: answer.chosen for number, answer in answers[attempt.id].items()},
                held.get(attempt.quiz_id, {}),
            ),
        )
        for attempt in attempts
    ]


def marked_at(quiz_id: int, decisions: Decisions | None = None) -> list[MarkedAttempt]:
    """Return what every ended attempt at a quiz is worth under `decisions` (None: those that hold)."""
    ended = attempts_where(Attempt.quiz_id == quiz_id, Attempt.state != AttemptState.OPEN)
    return marked(ended, None if decisions is None else {quiz_id: decisions})


def is_done() -> ColumnElement[bool]:
    """Return the condition that an attempt is done (rule 5): submitted, or closed with at least one answer saved."""
    answered = exists().where(AnswerSave.attempt_id == Attempt.id, cast(AnswerSave.chosen, String) != "[]")
    return (Attempt.state == AttemptState.SUBMITTED) | ((Attempt.state == AttemptState.EXPIRED) & answered)


_SHARES = (
    select(Attempt.enrolment_id, Attempt.id, Attempt.score, Attempt.out_of)
    .where(Attempt.quiz_id == bindparam("quiz_id"))
    .where(Attempt.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)), is_done())
    .order_by(Attempt.enrolment_id, Attempt.number)
)
_RELEASE = select(Quiz.release_score).where(Quiz.id == bindparam("quiz_id"))


def shares_of(quiz_id: int, enrolment_ids: Collection[int]) -> dict[int, list[tuple[int, Fraction]]]:
    """Return the attempts that are done (rule 5), as (id, share earned) in order, by enrolment; one statement.

    Done: submitted, even blank, or closed at its deadline with at least one answer saved.
    """
    found: defaultdict[int, list[tuple[int, Fraction]]] = defaultdict(list)
    for enrolment_id, attempt_id, score, out_of in rows_of(_SHARES, quiz_id=quiz_id, enrolment_ids=list(enrolment_ids)):
        found[enrolment_id].append((attempt_id, share_of(score or Fraction(0), out_of)))
    return dict(found)


def counted_shares(quiz_id: int, enrolment_ids: Collection[int], counts: Counts) -> dict[int, Fraction | None]:
    """Return which part of a quiz counts for each of these participants; None for who did not take it."""
    found = shares_of(quiz_id, enrolment_ids)
    return {one: counted([share for _id, share in found.get(one, ())], counts) for one in enrolment_ids}


def is_score_shown(attempt: AttemptValue) -> bool:
    """Tell whether its owner may see the score of an ended attempt: once it counts, unless it is never to be shown."""
    if attempt.is_open or attempt.release_at is not None:
        return False
    return all(rule != Release.NEVER for (rule,) in rows_of(_RELEASE, quiz_id=attempt.quiz_id))
