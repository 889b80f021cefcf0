"""One attempt as it is stored, for who looks after the course: questions, every save, gaps, credits, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import render_template

from app.accounts.queries import people_by_id
from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.quizzes import queries, service
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.texts import answer_in_words, key_in_words
from app.quizzes.queries.answer_readers import answer_readers
from app.quizzes.queries.bank import version_numbers
from app.quizzes.queries.live import credits_of, revisions_of, signs_of
from app.quizzes.rules.attempts import Asked, AttemptValue, StoredAnswer
from app.quizzes.rules.marking import Mark
from app.quizzes.rules.right import key_of
from app.shared.errors import NotFound
from app.shared.http import arrived_at, current_course, requires
from app.shared.http.context import reader_language
from app.shared.permissions import Permission


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """What was asked at one number, every answer that was saved to it, what is right, and what it brought."""

    asked: Asked
    version: int
    saves: tuple[tuple[StoredAnswer, str, str], ...]
    """Each with its answer in words and its receipt, as it happened."""
    key: str
    mark: Mark


class Finding(StrEnum):
    """What a receipt is worth for an attempt."""

    STORED = "stored"
    GONE = "gone"
    """It is genuine, and what it says is not stored any more."""
    ANOTHER_ATTEMPT = "another_attempt"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """A receipt as it was pasted, and what was found."""

    pasted: str
    finding: Finding


@pages.get("/courses/<code>/attempts/<int:attempt_id>")
@requires(Permission.VIEW_ATTEMPTS)
def attempt_record(code: str, attempt_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 an attempt as it is stored; 404 no such attempt in this course."""
    course = current_course()
    service.settle_first(arrived_at(), attempt_id=attempt_in(course, attempt_id).id)
    return record_page(course, attempt_id)


def attempt_in(course: CourseValue, attempt_id: int) -> AttemptValue:
    """Return an attempt of a course. Raises `NotFound`, also for one of another course."""
    found = queries.find_attempt(attempt_id)
    if found is None or found.course_id != course.id:
        raise NotFound
    return found


def record_page(
    course: CourseValue,
    attempt_id: int,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[dict[str, Any]] = (),
    receipt: CheckedReceipt | None = None,
) -> str:
    """Return the page of one attempt; with what was typed into its form, and what is wrong with that, or a receipt."""
    now = arrived_at()
    attempt = attempt_in(course, attempt_id)
    enrolment = courses.get_enrolment(course.id, attempt.enrolment_id)
    given = credits_of(attempt.id)
    quiz = queries.get_quiz_by_id(attempt.quiz_id)
    return render_template(
        "quizzes/live_attempt.html",
        attempt=attempt,
        quiz=quiz,
        readers=0 if attempt.is_open else answer_readers(course, now).get(quiz.piece_id or 0, 0),
        person=enrolment,
        questions=_questions(attempt),
        signs=signs_of([attempt], now)[attempt.id],
        credits=given,
        revisions=revisions_of(attempt.id),
        people=people_by_id({credit.granted_by for credit in given if credit.granted_by}),
        typed=typed or {},
        problems=problems,
        beside={problem["where"]: [problem["reason"]] for problem in problems},
        takes=attempt.takes(now),
        receipt=receipt,
    )


def _questions(attempt: AttemptValue) -> tuple[QuestionRecord, ...]:
    language = reader_language()
    decisions = queries.decisions_on([attempt.quiz_id])[attempt.quiz_id]
    asked = queries.asked_in([attempt.id]).get(attempt.id, ())
    numbers = version_numbers([one.version_id for one in asked])
    marks = {mark.number: mark for mark in queries.marked([attempt])[0].marked.marks}
    saves: dict[int, list[StoredAnswer]] = {one.number: [] for one in asked}
    for save in queries.all_saves(attempt.id):
        saves[save.number].append(save)
    return tuple(
        QuestionRecord(
            asked=one,
            version=numbers[one.version_id],
            saves=tuple(
                (save, answer_in_words(one.question, save.chosen, language), queries.receipt_of(attempt.id, save))
                for save in saves[one.number]
            ),
            key=key_in_words(one.question, key_of(one.question, decisions.get(one.question_id)), language),
            mark=marks[one.number],
        )
        for one in asked
    )
