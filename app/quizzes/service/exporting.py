"""Questions of the bank as a file that other systems read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.courses.rules import CourseValue
from app.quizzes import queries
from app.quizzes.documents import EXPORT_FORMATS, Exported, QuestionFormat, write_questions
from app.quizzes.queries.bank import bank_of, questions_in_full
from app.quizzes.rules.bank import BankEntry, BankFilter, in_pool
from app.quizzes.rules.questions import BankQuestion
from app.shared.errors import RuleBroken, Unreadable
from app.shared.language import LANGUAGES
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

FORMATS = tuple(kind.value for kind in EXPORT_FORMATS)
"""The formats that can be written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions go into a file: those of a quiz, those of a category, or all ("" for both). None out of use."""

    quiz: str = ""
    category: str = ""


def export_questions(course: CourseValue, wanted: Wanted, form: str, language: str, *, actor: Actor) -> Exported:
    """Return a file of questions in one language, and what could not go into it.

    Raises `NotAllowed`, `NotFound` (no such quiz), `Unreadable` (format or language), `RuleBroken`
    (`nothing_to_export`).
    """
    actor.require(Permission.MANAGE_QUIZZES, course.id)
    if form not in FORMATS or language not in LANGUAGES:
        raise Unreadable(text("Choose one of the formats and languages that are offered."))
    questions = wanted_questions(course, wanted)
    if not questions:
        raise RuleBroken(text("There is no question to export."), code="nothing_to_export")
    return write_questions(questions, QuestionFormat(form), language=language)


def wanted_questions(course: CourseValue, wanted: Wanted) -> Sequence[BankQuestion]:
    """Return the questions that are wanted as they say now: a quiz's in its order, others by category and key."""
    bank = bank_of(course.id)
    entries = _of_quiz(course, wanted.quiz, bank) if wanted.quiz else _of_category(wanted.category, bank)
    return list(questions_in_full(course.id, entries).values())


def _of_quiz(course: CourseValue, key: str, bank: Sequence[BankEntry]) -> list[BankEntry]:
    """Return what a quiz may ask, each once: at each place its question, or every question of its pool."""
    by_key = {entry.key: entry for entry in bank}
    found: dict[str, BankEntry] = {}
    for slot in queries.get_quiz(course.id, key).slots:
        fitting = [by_key[slot.question]] if slot.question else [entry for entry in bank if in_pool(entry, slot)]
        found |= {entry.key: found.get(entry.key, entry) for entry in fitting}
    return list(found.values())


def _of_category(category: str, bank: Sequence[BankEntry]) -> list[BankEntry]:
    wanted = BankFilter(category=category)
    return [entry for entry in bank if wanted.admits(entry)]
