"""From values to the shapes of `schemas/attempts.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.quizzes.queries import is_score_shown, receipt_of
from app.quizzes.queries.shown import AttemptShown
from app.quizzes.rules.answers import right_sides
from app.quizzes.rules.attempts import Asked, AttemptValue, StoredAnswer
from app.quizzes.rules.credit import credit_in_words
from app.quizzes.rules.paper import lefts, sides
from app.quizzes.rules.questions import Localized
from app.quizzes.rules.vocabulary import Layout
from app.quizzes.schemas.attempts import AnswerAnswer
from app.shared.language import say

_ANSWER = AnswerAnswer()


def answer_data(attempt_id: int, answer: StoredAnswer) -> dict[str, Any]:
    """Return a stored answer with its receipt."""
    return {
        "number": answer.number,
        "chosen": answer.chosen,
        "version": answer.version,
        "saved_at": answer.saved_at,
        "receipt": receipt_of(attempt_id, answer),
    }


def stored_facts(attempt_id: int, stored: StoredAnswer | None) -> dict[str, Any]:
    """Return what is stored, for a problem: null where nothing is."""
    return {"stored": _ANSWER.dump(answer_data(attempt_id, stored)) if stored else None}


def attempt_data(shown: AttemptShown, *, server_time: datetime, all_of_it: bool = False) -> dict[str, Any]:
    """Return an attempt as its owner may see it; with `all_of_it` as those do who look after the course."""
    attempt = shown.attempt
    one_way = shown.layout is Layout.ONE_QUESTION and not shown.going_back and attempt.is_open and not all_of_it
    asked = [one for one in shown.asked if not one_way or one.number <= shown.reached]
    names = ("id", "quiz_id", "number", "language", "started_at", "due_at", "ended_at", "out_of")
    return {
        **{name: getattr(attempt, name) for name in names},
        "state": attempt.state.value,
        "layout": shown.layout.value,
        "going_back": shown.going_back,
        "server_time": server_time,
        "score": attempt.score if all_of_it else released_score(attempt),
        "question_count": len(shown.asked),
        "questions": [_question(one, shown.answers.get(one.number), attempt.language) for one in asked],
    }


def released_score(attempt: AttemptValue) -> Any:  # noqa: ANN401 - a Fraction or None
    """Return the score where its owner may see it; None until then."""
    return attempt.score if attempt.score is not None and is_score_shown(attempt) else None


def _question(asked: Asked, stored: StoredAnswer | None, language: str) -> dict[str, Any]:
    question = asked.question
    texts: Mapping[str, Localized] = {option.key: option.text for option in question.options}
    rights = right_sides(question)
    return {
        "number": asked.number,
        "kind": question.kind.value,
        "text": _said(question.text, language),
        "options": [{"key": key, "text": _said(texts[key], language)} for key in lefts(asked.option_keys)],
        "matches": [{"key": key, "text": _said(rights[key], language)} for key in sides(asked.option_keys)],
        "points": asked.points,
        "scored": say(credit, language) if (credit := credit_in_words(question)) else "",
        "chosen": stored.chosen if stored else (),
        "version": stored.version if stored else 0,
    }


def _said(localized: Localized, language: str) -> str:
    """Return a text in the attempt's language, or in the first that it has."""
    return localized.get(language) or next(iter(localized.values()), "")
