"""The question bank: entering questions, and new versions of those that changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from app.quizzes.models import QuestionVersion, StoredQuestion
from app.quizzes.rules.questions import BankQuestion
from app.shared.database import session, take_turn
from app.shared.permissions import Actor


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering questions did: keys that are new, that got a new version, and whose place in the bank changed.

    `ids` are the questions' ids by key, of all that were entered.
    """

    ids: Mapping[str, int]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def enter_questions(course_id: int, questions: Sequence[BankQuestion], *, actor: Actor, now: datetime) -> Entered:
    """Bring the bank of a course in line with `questions`: the same again changes nothing.

    A question whose content differs from its newest version gets a new one; attempts under way keep what they were
    asked. One that was retired is in use again. The caller has checked permission. Six statements for any number.
    """
    take_turn(f"bank {course_id}")
    stored = _stored(course_id, [asked.key for asked in questions])
    new = [asked for asked in questions if asked.key not in stored]
    moved = [asked for asked in questions if asked.key in stored and _place(asked) != stored[asked.key].place]
    ids = {key: found.id for key, found in stored.items()} | _add(course_id, new, now)
    _move(ids, moved)
    changed = [asked for asked in questions if asked.key in stored and _digest(asked) != stored[asked.key].digest]
    versions = [
        {
            "question_id": ids[asked.key],
            "number": stored[asked.key].version + 1 if asked.key in stored else 1,
            "kind": asked.question.kind.value,
            "content": asked.question.to_data(),
            "digest": _digest(asked),
            "created_at": now,
            "created_by": actor.person_id,
        }
        for asked in (*new, *changed)
    ]
    if versions:
        session.execute(insert(QuestionVersion), versions)
    return Entered(ids, *(tuple(asked.key for asked in some) for some in (new, changed, moved)))


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    place: tuple[Any, ...]
    version: int
    digest: str


def _stored(course_id: int, keys: Sequence[str]) -> dict[str, _Stored]:
    newest = (
        select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    statement = (
        select(StoredQuestion, QuestionVersion.number, QuestionVersion.digest)
        .join(newest, newest.c.question_id == StoredQuestion.id)
        .join(
            QuestionVersion,
            (QuestionVersion.question_id == StoredQuestion.id) & (QuestionVersion.number == newest.c.number),
        )
        .where(StoredQuestion.course_id == course_id)
    )
    wanted = set(keys)
    return {
        row.key: _Stored(row.id, (row.category, tuple(row.tags), row.retired_at is not None), number, digest)
        for row, number, digest in session.execute(statement)
        if row.key in wanted
    }


def _place(asked: BankQuestion) -> tuple[Any, ...]:
    return asked.category, tuple(asked.tags), False


def _add(course_id: int, questions: Sequence[BankQuestion], now: datetime) -> dict[str, int]:
    if not questions:
        return {}
    rows = [
        {
            "course_id": course_id,
            "key": asked.key,
            "category": asked.category,
            "tags": list(asked.tags),
            "created_at": now,
        }
        for asked in questions
    ]
    session.execute(insert(StoredQuestion), rows)
    wanted = {asked.key for asked in questions}
    statement = select(StoredQuestion.key, StoredQuestion.id).where(StoredQuestion.course_id == course_id)
    return {key: question_id for key, question_id in session.execute(statement) if key in wanted}


def _move(ids: Mapping[str, int], questions: Sequence[BankQuestion]) -> None:
    if questions:
        rows = [
            {"id": ids[asked.key], "category": asked.category, "tags": list(asked.tags), "retired_at": None}
            for asked in questions
        ]
        session.execute(update(StoredQuestion), rows)


def _digest(asked: BankQuestion) -> str:
    canonical = json.dumps(asked.question.to_data(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
