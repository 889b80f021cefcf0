"""Receipts of stored answers: made from the row whenever they are asked for, so that none can be lost."""

from __future__ import annotations

from sqlalchemy import select

from app.quizzes.models import AnswerSave
from app.quizzes.rules.attempts import StoredAnswer
from app.quizzes.rules.receipts import Acknowledged, is_genuine, receipt_for
from app.shared.database import session
from app.shared.running import key_for

PURPOSE = "receipts"


def receipt_of(attempt_id: int, answer: StoredAnswer) -> str:
    """Return the receipt for an answer as stored."""
    said = Acknowledged(attempt_id, answer.number, answer.version, answer.chosen, answer.saved_at)
    return receipt_for(said, key_for(PURPOSE))


def is_our_receipt(said: Acknowledged, receipt: str) -> bool:
    """Tell whether we gave this receipt for exactly this."""
    return is_genuine(said, receipt, key_for(PURPOSE))


def is_stored(said: Acknowledged) -> bool:
    """Tell whether what a receipt says is still there, word for word."""
    statement = select(AnswerSave.chosen, AnswerSave.saved_at).where(
        AnswerSave.attempt_id == said.attempt_id,
        AnswerSave.number == said.number,
        AnswerSave.version == said.version,
    )
    row = session.execute(statement).first()
    return row is not None and (tuple(row.chosen), row.saved_at) == (tuple(said.chosen), said.saved_at)
