"""Reads of quizzes, their questions and attempts."""

from app.quizzes.queries.attempts import (
    all_saves,
    answers_in,
    asked_in,
    attempt_value,
    attempts_at,
    attempts_of_enrolment,
    attempts_of_quiz,
    attempts_where,
    decisions_on,
    find_attempt,
    find_open_attempt,
    get_attempt,
    open_pieces,
)
from app.quizzes.queries.deadlines import allowance, closing_for, deadline_of, deadlines_of, grace_of
from app.quizzes.queries.linked import LinkedQuiz, linked_quizzes
from app.quizzes.queries.quizzes import (
    find_course_of_quiz,
    find_quiz,
    get_quiz,
    get_quiz_by_id,
    get_quiz_id,
    quizzes_of,
)
from app.quizzes.queries.receipts import is_our_receipt, is_stored, receipt_of
from app.quizzes.queries.saving import Saving, find_saving, get_saving, reached_in
from app.quizzes.queries.scores import (
    MarkedAttempt,
    counted_shares,
    is_score_shown,
    marked,
    marked_at,
    shares_of,
)

__all__ = [
    "LinkedQuiz",
    "MarkedAttempt",
    "Saving",
    "all_saves",
    "allowance",
    "answers_in",
    "asked_in",
    "attempt_value",
    "attempts_at",
    "attempts_of_enrolment",
    "attempts_of_quiz",
    "attempts_where",
    "closing_for",
    "counted_shares",
    "deadline_of",
    "deadlines_of",
    "decisions_on",
    "find_attempt",
    "find_course_of_quiz",
    "find_open_attempt",
    "find_quiz",
    "find_saving",
    "get_attempt",
    "get_quiz",
    "get_quiz_by_id",
    "get_quiz_id",
    "get_saving",
    "grace_of",
    "is_our_receipt",
    "is_score_shown",
    "is_stored",
    "linked_quizzes",
    "marked",
    "marked_at",
    "open_pieces",
    "quizzes_of",
    "reached_in",
    "receipt_of",
    "shares_of",
]
