"""What questions say, by the digest of their version: it never changes, so each process reads it once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.quizzes.models import QuestionVersion
from app.quizzes.rules.questions import Question
from app.shared.database import session

_KEPT = 5000
_questions: dict[str, Question] = {}


def questions_by_digest(digests: Collection[str]) -> Mapping[str, Question]:
    """Return the questions of these versions, by digest; one statement for those that were not read before."""
    missing = {digest for digest in digests if digest not in _questions}
    if missing:
        _read(missing)
    return {digest: _questions[digest] for digest in digests}


def _read(digests: Collection[str]) -> None:
    if len(_questions) + len(digests) > _KEPT:
        _questions.clear()
    statement = select(QuestionVersion.digest, QuestionVersion.content).where(QuestionVersion.digest.in_(digests))
    for digest, content in session.execute(statement):
        _questions[digest] = Question.from_data(content)
