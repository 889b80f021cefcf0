"""Saving an answer: one guarded insert. State, deadline and write are one statement, so nothing comes in between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Integer, bindparam, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.quizzes import queries
from app.quizzes.models import AnswerSave, Attempt
from app.quizzes.queries import Saving
from app.quizzes.rules.answers import read_answer
from app.quizzes.rules.attempts import StoredAnswer
from app.quizzes.rules.vocabulary import AttemptState
from app.quizzes.service.refusals import AnswerChanged, AttemptClosed, question_ahead, question_passed
from app.shared.database import db, look_again, write_together
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import Actor, Permission

_ATTEMPT: Any = Attempt.__table__
_SAVE: Any = AnswerSave.__table__


def save_answer(
    saving: Saving, chosen: Sequence[str], base_version: int | None = None, *, actor: Actor, now: datetime
) -> StoredAnswer:
    """Save the owner's answer that arrived at `now`; return it as stored, and what is stored where it says the same.

    `saving` was read a moment before. With `base_version`, the version that the owner saw (0: none),
    nothing that came later is overwritten. Raises `NotAllowed`, `NotFound` (no such question), `Unreadable` (keys),
    `AttemptClosed`, `AnswerChanged`, `RuleBroken` (question_passed, question_ahead).
    """
    actor.require(Permission.TAKE_QUIZ, saving.course_id)
    if actor.themselves() != saving.person_id:
        raise NotAllowed
    if saving.question is None:
        raise NotFound
    wanted = read_answer(saving.question, chosen)
    try:
        return _save(saving, wanted, base_version, now)
    except RuleBroken:  # by what was read; what is there now decides
        look_again()
        return _save(queries.get_saving(saving.attempt_id, saving.number), wanted, base_version, now)


def _save(saving: Saving, wanted: tuple[str, ...], base_version: int | None, now: datetime) -> StoredAnswer:
    while True:
        stored = saving.stored
        version = stored.version if stored else 0
        _check(saving, now)
        if stored is not None and stored.chosen == wanted:
            return stored
        if base_version is not None and base_version != version:
            raise AnswerChanged(stored)
        answer = StoredAnswer(saving.number, version + 1, wanted, now)
        if _insert(saving, answer):
            return answer
        look_again()
        saving = queries.get_saving(saving.attempt_id, saving.number)


def _check(saving: Saving, now: datetime) -> None:
    if not saving.takes(now):
        raise AttemptClosed(saving.state, saving.ended_at, saving.stored)
    if saving.reached is not None and saving.number < saving.reached:
        raise question_passed()
    if saving.reached is not None and saving.number > saving.reached + 1:
        raise question_ahead()


def _insert(saving: Saving, answer: StoredAnswer) -> bool:
    """Add the row unless the attempt closed, the version is taken, or the participant went on; tell whether it did."""
    statement = _statement(db.engine.dialect.name, one_way=saving.reached is not None)
    values = {
        "attempt": saving.attempt_id,
        "question": answer.number,
        "next": answer.version,
        "answer": list(answer.chosen),
        "arrived": answer.saved_at,
    }
    return write_together(statement, values) == 1


@cache
def _statement(dialect: str, *, one_way: bool) -> Insert:
    """Return the insert that also checks the attempt.

    PostgreSQL locks the attempt's row for share: a close that runs at the same moment waits for the save, or the save
    for it and finds the attempt closed. SQLite lets one writer in at a time.
    """
    c = _SAVE.c
    arrived = bindparam("arrived", type_=c.saved_at.type)
    number = bindparam("question", type_=Integer)
    conditions: list[ColumnElement[bool]] = [
        _ATTEMPT.c.id == bindparam("attempt", type_=Integer),
        _ATTEMPT.c.state == AttemptState.OPEN.value,
        or_(_ATTEMPT.c.accept_until.is_(None), _ATTEMPT.c.accept_until >= arrived),
    ]
    if one_way:
        conditions.append(~exists().where(c.attempt_id == _ATTEMPT.c.id, c.number > number))
    row = select(
        _ATTEMPT.c.id,
        number,
        bindparam("next", type_=Integer),
        bindparam("answer", type_=c.chosen.type),
        arrived,
    ).where(*conditions)
    columns = ["attempt_id", "number", "version", "chosen", "saved_at"]
    if dialect == "postgresql":
        locked = row.with_for_update(read=True, of=_ATTEMPT)
        return postgresql.insert(_SAVE).from_select(columns, locked).on_conflict_do_nothing()
    return sqlite.insert(_SAVE).from_select(columns, row).on_conflict_do_nothing()
