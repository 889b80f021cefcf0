"""Building quizzes: their settings, their places, new ones that count nowhere. Attempts under way keep their paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.models import Attempt, Quiz, QuizSlot
from app.quizzes.queries.bank import bank_of
from app.quizzes.rules.building import (
    OwnTerms,
    changed_settings,
    key_faults,
    settings_faults,
    slots_faults,
    terms_faults,
    version_of,
)
from app.quizzes.rules.settings import QuizSettings, QuizValue, Slot
from app.quizzes.service.course_turn import take_bank_turn
from app.quizzes.service.deadlines import refresh_deadlines
from app.quizzes.service.storing import put_settings, store_slots
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Problem, RuleBroken, Stale, Unreadable
from app.shared.permissions import Actor
from app.shared.wording import text


def change_settings(
    course: CourseValue,
    key: str,
    settings: QuizSettings,
    terms: OwnTerms | None = None,
    *,
    version: str,
    actor: Actor,
    now: datetime,
) -> QuizValue:
    """Set how a quiz is taken, and what an unmarked one says of itself (`terms`); attempts under way keep their time.

    `version` is `version_of` the quiz that the caller saw. Raises `NotAllowed`, `NotFound`, `Stale`, `Unreadable`,
    `RuleBroken` (`course_closed`; `terms_of_the_piece` where a marked quiz is given terms of its own).
    """
    course = take_bank_turn(course, actor)
    quiz = _as_seen(course, key, version)
    if terms is not None and quiz.piece_id is not None:
        raise RuleBroken(
            text("Title, window and time limit of this quiz stand in course.yaml."), code="terms_of_the_piece"
        )
    _check([*settings_faults(settings), *(terms_faults(terms, course.languages) if terms else ())])
    row = session.get_one(Quiz, quiz.id)
    put_settings(row, settings)
    if terms is not None:
        _put_terms(row, terms)
    session.flush()
    if terms is not None:
        refresh_deadlines(course.id, None, None, now)
    after = queries.get_quiz(course.id, key)
    changed = {
        name: [str(was), str(now_is)] for name, (was, now_is) in changed_settings(quiz.settings, settings).items()
    }
    _record("change_quiz", after, changed | _changed_terms(quiz, after), actor=actor, now=now)
    return after


def change_slots(
    course: CourseValue, key: str, slots: Sequence[Slot], *, version: str, actor: Actor, now: datetime
) -> QuizValue:
    """Give a quiz these places, in this order; attempts that were begun keep the questions they were given.

    Raises as `change_settings` does; `Unreadable` also for a question that the bank does not have.
    """
    course = take_bank_turn(course, actor)
    quiz = _as_seen(course, key, version)
    return put_places(quiz, slots, actor=actor, now=now)


def put_places(quiz: QuizValue, slots: Sequence[Slot], *, actor: Actor, now: datetime) -> QuizValue:
    """Store the places of a quiz for a caller who has the turn. Raises `Unreadable`."""
    ids = {entry.key: entry.id for entry in bank_of(quiz.course_id)}
    unknown = [slot.question for slot in slots if slot.question and slot.question not in ids]
    missing = [Problem(text("The bank has no question “%(key)s”.", key=key or ""), "slots") for key in unknown]
    _check([*slots_faults(slots), *missing])
    if tuple(slots) == quiz.slots:
        return quiz
    store_slots(quiz.id, slots, ids)
    after = queries.get_quiz(quiz.course_id, quiz.key)
    _record("change_quiz_questions", after, _slots_data(quiz, after), actor=actor, now=now)
    return after


def create_quiz(
    course: CourseValue, key: str, terms: OwnTerms, settings: QuizSettings, *, actor: Actor, now: datetime
) -> QuizValue:
    """Make a quiz that counts nowhere, without questions yet; those that count come with the course's files.

    Raises `NotAllowed`, `Unreadable`, `RuleBroken` (`course_closed`).
    """
    course = take_bank_turn(course, actor)
    taken = {quiz.key for quiz in queries.quizzes_of(course.id)} | {piece.key for piece in courses.pieces_of(course.id)}
    _check([*key_faults(key, taken), *settings_faults(settings), *terms_faults(terms, course.languages)])
    last = session.scalar(select(func.max(Quiz.position)).where(Quiz.course_id == course.id)) or 0
    row = Quiz(course_id=course.id, key=key, position=last + 1, file="")
    put_settings(row, settings)
    _put_terms(row, terms)
    session.add(row)
    session.flush()
    made = queries.get_quiz(course.id, key)
    _record("create_quiz", made, {"title": dict(terms.title)}, actor=actor, now=now)
    return made


def remove_quiz(course: CourseValue, key: str, *, version: str, actor: Actor, now: datetime) -> None:
    """Take away a quiz that was built here and that nobody has begun; its questions stay in the bank.

    Raises as `change_settings` does, and `RuleBroken`: `quiz_of_a_file`, `quiz_attempted`.
    """
    course = take_bank_turn(course, actor)
    quiz = _as_seen(course, key, version)
    if quiz.file:
        raise RuleBroken(
            text("This quiz comes with the course’s files: take its file away there."), code="quiz_of_a_file"
        )
    if session.scalar(select(Attempt.id).where(Attempt.quiz_id == quiz.id).limit(1)) is not None:
        raise RuleBroken(text("Somebody has begun this quiz: it stays."), code="quiz_attempted")
    session.execute(delete(QuizSlot).where(QuizSlot.quiz_id == quiz.id))
    session.execute(delete(Quiz).where(Quiz.id == quiz.id))
    _record("remove_quiz", quiz, {}, actor=actor, now=now)


def _put_terms(row: Quiz, terms: OwnTerms) -> None:
    row.title, row.intro = _said(terms.title), _said(terms.intro)
    row.week, row.minutes = terms.week, terms.minutes
    row.opens_at, row.closes_at = terms.opens_at, terms.closes_at


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: words.strip() for language, words in texts.items() if words.strip()}


def _as_seen(course: CourseValue, key: str, version: str) -> QuizValue:
    quiz = queries.get_quiz(course.id, key)
    if version_of(quiz) != version:
        raise Stale(text("Somebody else changed this quiz meanwhile. Look at it as it is now, then decide."))
    return quiz


def _check(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise Unreadable(problems=found)


def _changed_terms(before: QuizValue, after: QuizValue) -> dict[str, list[str]]:
    names = ("title", "intro", "week", "minutes", "opens_at", "closes_at")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: [str(was), str(now_is)] for name, (was, now_is) in pairs.items() if was != now_is}


def _slots_data(before: QuizValue, after: QuizValue) -> dict[str, list[list[str]]]:
    return {"slots": [[_in_short(slot) for slot in quiz.slots] for quiz in (before, after)]}


def _in_short(slot: Slot) -> str:
    what = slot.question or f"{slot.draw} of {slot.category or 'any'}{' #' + slot.tag if slot.tag else ''}"
    return f"{what}: {slot.points}"


def _record(action: str, quiz: QuizValue, changed: Mapping[str, Any], *, actor: Actor, now: datetime) -> None:
    audit.record(
        action, f"quiz:{quiz.id}", actor=actor, now=now, course_id=quiz.course_id, after={"key": quiz.key, **changed}
    )
    session.flush()
