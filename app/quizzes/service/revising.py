"""Changing the bank by hand: a new question, a new version of one, out of use and back."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.models import StoredQuestion
from app.quizzes.queries.bank import bank_of, get_entry, versions_of
from app.quizzes.rules.bank import BankEntry, Use, uses_of
from app.quizzes.rules.building import short_pools
from app.quizzes.rules.differences import changes
from app.quizzes.rules.questions import BankQuestion
from app.quizzes.rules.settings import QuizValue
from app.quizzes.rules.soundness import LONGEST_KEY, faults_of, repeated_options
from app.quizzes.service.bank import enter_questions
from app.quizzes.service.course_turn import take_bank_turn
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Problem, RuleBroken, Stale, Unreadable
from app.shared.permissions import Actor
from app.shared.wording import text

_KEY = re.compile(r"[a-z0-9][a-z0-9_]*")


def add_question(course: CourseValue, asked: BankQuestion, *, actor: Actor, now: datetime) -> BankEntry:
    """Enter a new question into the bank.

    Raises `NotAllowed`, `RuleBroken` (`course_closed`), `Unreadable` (its key is taken or no key, or what `faults_of`
    finds, or an option that says the same as another).
    """
    course = take_bank_turn(course, actor)
    taken = {entry.key for entry in bank_of(course.id)}
    _check([*_key_faults(asked.key, taken), *_faults(asked)])
    entered = enter_questions(course.id, [asked], actor=actor, now=now)
    made = get_entry(course.id, entered.ids[asked.key])
    _record("add_question", course, made, {"version": 1}, actor=actor, now=now)
    return made


def revise_question(
    course: CourseValue, question_id: int, asked: BankQuestion, *, base: int, actor: Actor, now: datetime
) -> BankEntry:
    """Give a question a new version that says what `asked` says, and its place in the bank; its key stays.

    Earlier versions stay as they are, and with them every attempt that was asked one. What says the same makes no new
    version. `base` is the version that the caller began from. Raises as `add_question`, and `NotFound`, `Stale`,
    `RuleBroken` (`question_retired`; `pool_too_small` where a quiz could no longer draw what it asks for).
    """
    course = take_bank_turn(course, actor)
    before = get_entry(course.id, question_id)
    if before.is_retired:
        raise RuleBroken(text("This question is out of use. Take it into use again first."), code="question_retired")
    if before.version != base:
        raise Stale(
            text("Somebody else changed this question meanwhile: it has version %(number)s now.", number=before.version)
        )
    _check(_faults(asked))
    old = versions_of(question_id)[0].question
    entered = enter_questions(course.id, [replace(asked, key=before.key)], actor=actor, now=now)
    after = get_entry(course.id, question_id)
    if entered.moved:
        _check_pools(course, before, after)
    if entered.moved or entered.changed:
        said = [str(change.part) for change in changes(old, asked.question)]
        _record("revise_question", course, after, {"version": after.version, "changed": said}, actor=actor, now=now)
    return after


def retire_question(course: CourseValue, question_id: int, *, actor: Actor, now: datetime) -> BankEntry:
    """Take a question out of use: lists hide it and pools no longer draw it. Attempts that were asked it keep it.

    Raises `NotAllowed`, `NotFound`, `RuleBroken` (`course_closed`; `question_in_use` while it stands in a quiz;
    `pool_too_small`).
    """
    course = take_bank_turn(course, actor)
    before = get_entry(course.id, question_id)
    if before.is_retired:
        return before
    placed = [use for use in uses_of([before], queries.quizzes_of(course.id))[before.id] if use.place is not None]
    if placed:
        raise _in_use(placed)
    _put_retired(question_id, now)
    after = get_entry(course.id, question_id)
    _check_pools(course, before, after)
    _record("retire_question", course, after, {"retired": True}, actor=actor, now=now)
    return after


def restore_question(course: CourseValue, question_id: int, *, actor: Actor, now: datetime) -> BankEntry:
    """Take a question into use again. Raises `NotAllowed`, `NotFound`, `RuleBroken` (`course_closed`)."""
    course = take_bank_turn(course, actor)
    entry = get_entry(course.id, question_id)
    if not entry.is_retired:
        return entry
    _put_retired(question_id, None)
    _record("restore_question", course, entry, {"retired": False}, actor=actor, now=now)
    return get_entry(course.id, question_id)


def _faults(asked: BankQuestion) -> list[Problem]:
    return [*faults_of(asked), *repeated_options(asked.question)]


def _check(problems: Collection[Problem]) -> None:
    if problems:
        raise Unreadable(problems=problems)


def _key_faults(key: str, taken: Collection[str]) -> list[Problem]:
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        return [Problem(text("Small letters a-z, digits and _, up to %(limit)s, please.", limit=LONGEST_KEY), "key")]
    return [Problem(text("The bank has a question “%(key)s” already.", key=key), "key")] if key in taken else []


def _in_use(uses: Collection[Use]) -> RuleBroken:
    problems = [
        Problem(text("It stands in the quiz “%(quiz)s”, in place %(place)s.", quiz=use.quiz_key, place=use.place or 0))
        for use in uses
    ]
    reason = text("A question that stands in a quiz stays in use. Take it out of the quiz first.")
    return RuleBroken(reason, code="question_in_use", problems=problems)


def _check_pools(course: CourseValue, before: BankEntry, after: BankEntry) -> None:
    """Refuse to take from a pool what a quiz needs; a pool that was too small already does not count."""
    bank = [entry for entry in bank_of(course.id) if entry.id != after.id]
    problems = []
    for quiz in queries.quizzes_of(course.id):
        earlier, later = (_short(quiz, [*bank, entry]) for entry in (before, after))
        problems += [
            Problem(
                text(
                    "A pool of the quiz “%(quiz)s” draws %(draw)s questions and would have %(there)s.",
                    quiz=quiz.key,
                    draw=quiz.slots[place].draw,
                    there=later[place],
                )
            )
            for place in later.keys() - earlier.keys()
        ]
    if problems:
        reason = text("A quiz would have too few questions to draw from. Nothing was changed.")
        raise RuleBroken(reason, code="pool_too_small", problems=problems)


def _put_retired(question_id: int, instant: datetime | None) -> None:
    session.execute(update(StoredQuestion).where(StoredQuestion.id == question_id).values(retired_at=instant))


def _short(quiz: QuizValue, bank: Collection[BankEntry]) -> dict[int, int]:
    return short_pools(quiz.slots, bank)


def _record(
    action: str, course: CourseValue, entry: BankEntry, after: dict[str, object], *, actor: Actor, now: datetime
) -> None:
    said = {"key": entry.key, **after}
    audit.record(action, f"question:{entry.id}", actor=actor, now=now, course_id=course.id, after=said)
    session.flush()
