"""Puts the quizzes of a course's files to work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.models import Attempt, Quiz, QuizSlot, StoredQuestion
from app.quizzes.queries.bank import bank_of, questions_in_full
from app.quizzes.rules.opaque import keep_stored_keys
from app.quizzes.rules.questions import BankQuestion
from app.quizzes.rules.settings import QuizDefinition, QuizFile, QuizValue
from app.quizzes.service.bank import Entered, enter_questions
from app.quizzes.service.storing import put_settings, store_slots
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Problem, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def load_quizzes(course: CourseValue, files: Sequence[QuizFile], actor: Actor, now: datetime) -> list[str]:
    """Bring the course's quizzes and its question bank in line with `files`; return a sentence for each change.

    Attempts that were begun keep the questions they were given. Questions that no file names stay in the bank, and
    quizzes that were built here stay as they are, unless a file takes their key.
    Raises `NotAllowed`, and `RuleBroken` (`attempts_orphaned`) where a quiz with attempts would go.
    """
    if not files and not queries.quizzes_of(course.id):
        return []
    actor.require(Permission.LOAD_COURSE, course.id)
    asked = _with_stored_keys(course.id, [one for file in files for one in file.questions])
    entered = enter_questions(course.id, asked, actor=actor, now=now)
    _name_files(course.id, files, entered)
    told = _told(entered)
    stored = {quiz.key: quiz for quiz in queries.quizzes_of(course.id)}
    pieces = {piece.key: piece.id for piece in courses.pieces_of(course.id)}
    for position, file in enumerate(files, 1):
        row = Quiz(course_id=course.id, key=file.quiz.key, position=position, file=file.name)
        row.piece_id = None if file.quiz.unmarked else pieces[file.quiz.key]
        told += _store(row, file.quiz, stored.get(file.quiz.key), entered)
    named = {file.quiz.key for file in files}
    told += _drop([quiz for key, quiz in stored.items() if quiz.file and key not in named])
    if told:
        audit.record(
            "load_quizzes", f"course:{course.id}", actor=actor, now=now, course_id=course.id, after={"changes": told}
        )
    return told


def _with_stored_keys(course_id: int, questions: Sequence[BankQuestion]) -> list[BankQuestion]:
    """Return the questions of files with the keys under which the bank has their options."""
    stored = questions_in_full(course_id, [entry for entry in bank_of(course_id) if entry.file])
    return [keep_stored_keys(one, stored[one.key].question) if one.key in stored else one for one in questions]


def _told(entered: Entered) -> list[str]:
    counted = (("new", entered.new), ("changed", entered.changed), ("moved", entered.moved))
    return [f"questions {word}: {len(keys)} ({_listed(keys)})" for word, keys in counted if keys]


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys[:3]) + (", ..." if len(keys) > 3 else "")  # noqa: PLR2004 - enough to know which


def _name_files(course_id: int, files: Sequence[QuizFile], entered: Entered) -> None:
    """Note which file each question comes from; one that no file names any more belongs to the bank alone."""
    for file in files:
        ids = [entered.ids[asked.key] for asked in file.questions]
        named = update(StoredQuestion).where(StoredQuestion.id.in_(ids), StoredQuestion.file != file.name)
        session.execute(named.values(file=file.name))
    gone = (StoredQuestion.course_id == course_id, StoredQuestion.file != "")
    left = update(StoredQuestion).where(*gone, StoredQuestion.id.not_in(entered.ids.values()))
    session.execute(left.values(file=""))


def _store(wanted: Quiz, quiz: QuizDefinition, there: QuizValue | None, entered: Entered) -> list[str]:
    _fill(wanted, quiz)
    if there is None:
        session.add(wanted)
        session.flush()
        store_slots(wanted.id, quiz.slots, entered.ids)
        return [f"quiz {quiz.key}: created, {len(quiz.slots)} places"]
    row = session.get_one(Quiz, there.id)
    if wanted.piece_id is not None:
        row.opens_at = row.closes_at = None
    changed = [name for name, value in _values(wanted).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(wanted, name))
    if there.slots != quiz.slots:
        store_slots(row.id, quiz.slots, entered.ids)
        changed.append("questions")
    return [f"quiz {quiz.key}: {', '.join(changed)} changed"] if changed else []


def _fill(row: Quiz, quiz: QuizDefinition) -> None:
    row.title, row.intro = dict(quiz.title), dict(quiz.intro)
    row.week, row.minutes = quiz.week, quiz.minutes
    put_settings(row, quiz.settings)


def _values(row: Quiz) -> dict[str, Any]:
    kept = {"id", "course_id", "key", "opens_at", "closes_at"}
    return {column.key: getattr(row, column.key) for column in Quiz.__table__.columns if column.key not in kept}


def _drop(quizzes: Sequence[QuizValue]) -> list[str]:
    """Take away quizzes that no file names any more. Raises `RuleBroken` where somebody has an attempt at one."""
    if not quizzes:
        return []
    ids = [quiz.id for quiz in quizzes]
    attempted = set(session.scalars(select(Attempt.quiz_id).where(Attempt.quiz_id.in_(ids)).distinct()))
    problems = [
        Problem(text("“%(key)s” has attempts and cannot be left out.", key=quiz.key), where=f"quizzes.{quiz.key}")
        for quiz in quizzes
        if quiz.id in attempted
    ]
    if problems:
        raise RuleBroken(
            text("This definition would leave attempts without their quiz. Nothing was changed."),
            code="attempts_orphaned",
            problems=problems,
        )
    session.execute(delete(QuizSlot).where(QuizSlot.quiz_id.in_(ids)))
    session.execute(delete(Quiz).where(Quiz.id.in_(ids)))
    return [f"quiz {quiz.key}: taken away" for quiz in quizzes]
