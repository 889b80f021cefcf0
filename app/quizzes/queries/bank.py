"""Reads of the question bank. Lists read what one looks for; what a question says in full is read one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.quizzes.models import AttemptQuestion, QuestionVersion, StoredQuestion
from app.quizzes.rules.bank import BankEntry, QuestionVersionValue
from app.quizzes.rules.questions import BankQuestion, Question
from app.quizzes.rules.vocabulary import Difficulty, QuestionKind, TextFormat
from app.shared.database import session
from app.shared.errors import NotFound

_CHUNK = 500


def bank_of(course_id: int) -> tuple[BankEntry, ...]:
    """Return every question of a course's bank, retired ones too, by category and key; one statement."""
    ordered = _entries(StoredQuestion.course_id == course_id).order_by(StoredQuestion.category, StoredQuestion.key)
    return tuple(_entry(row) for row in session.execute(ordered))


def get_entry(course_id: int, question_id: int) -> BankEntry:
    """Return one question of a course's bank. Raises `NotFound`, also for one of another course."""
    here = (StoredQuestion.course_id == course_id) & (StoredQuestion.id == question_id)
    row = session.execute(_entries(here)).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row)


def versions_of(question_id: int) -> tuple[QuestionVersionValue, ...]:
    """Return every version of a question, the newest first, with how many attempts were asked each; one statement."""
    asked = (
        select(func.count())
        .where(AttemptQuestion.question_version_id == QuestionVersion.id)
        .correlate(QuestionVersion)
        .scalar_subquery()
    )
    statement = (
        select(QuestionVersion, asked)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.number.desc())
    )
    return tuple(
        QuestionVersionValue(
            id=row.id,
            number=row.number,
            question=Question.from_data(row.content),
            created_at=row.created_at,
            created_by=row.created_by,
            attempts=attempts,
        )
        for row, attempts in session.execute(statement)
    )


def version_numbers(version_ids: Collection[int]) -> Mapping[int, int]:
    """Return which version of its question each of these is, by its id; one statement."""
    statement = select(QuestionVersion.id, QuestionVersion.number).where(QuestionVersion.id.in_(version_ids))
    return {row[0]: row[1] for row in session.execute(statement)}


def attempts_by_question(question_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many attempts were asked each of these questions, in any version; one statement."""
    statement = (
        select(QuestionVersion.question_id, func.count())
        .join(AttemptQuestion, AttemptQuestion.question_version_id == QuestionVersion.id)
        .where(QuestionVersion.question_id.in_(question_ids))
        .group_by(QuestionVersion.question_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def questions_in_full(course_id: int, entries: Collection[BankEntry]) -> dict[str, BankQuestion]:
    """Return these questions as they say now, by key and in this order; one statement for each five hundred."""
    wanted = list(entries)
    content: dict[int, Question] = {}
    for start in range(0, len(wanted), _CHUNK):
        ids = [entry.id for entry in wanted[start : start + _CHUNK]]
        statement = _newest(select(StoredQuestion.id, QuestionVersion.content)).where(
            StoredQuestion.course_id == course_id, StoredQuestion.id.in_(ids)
        )
        content |= {question_id: Question.from_data(data) for question_id, data in session.execute(statement)}
    return {entry.key: BankQuestion(entry.key, content[entry.id], entry.category, entry.tags) for entry in wanted}


def _entries(wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    content = QuestionVersion.content
    columns = (
        StoredQuestion.id,
        StoredQuestion.key,
        StoredQuestion.category,
        StoredQuestion.tags,
        StoredQuestion.file,
        StoredQuestion.retired_at,
        QuestionVersion.number,
        QuestionVersion.kind,
        content["difficulty"].as_string().label("difficulty"),
        content["title"].as_string().label("title"),
        content["text"].label("text"),
        content["format"].as_string().label("format"),
    )
    return _newest(select(*columns)).where(wanted)


def _newest(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join each question with its newest version."""
    number = (
        select(func.max(QuestionVersion.number))
        .where(QuestionVersion.question_id == StoredQuestion.id)
        .correlate(StoredQuestion)
        .scalar_subquery()
    )
    newest = (QuestionVersion.question_id == StoredQuestion.id) & (QuestionVersion.number == number)
    return statement.select_from(StoredQuestion).join(QuestionVersion, newest)


def _entry(row: Any) -> BankEntry:  # noqa: ANN401 - a row of the columns above
    return BankEntry(
        id=row.id,
        key=row.key,
        category=row.category,
        tags=tuple(row.tags),
        file=row.file,
        retired_at=row.retired_at,
        version=row.number,
        kind=QuestionKind(row.kind),
        difficulty=Difficulty(row.difficulty),
        title=row.title or "",
        text=row.text,
        format=TextFormat(row.format),
    )
