"""Receipts: all of an attempt's, and whether one is genuine."""

from __future__ import annotations

from typing import Any

from app.quizzes import queries
from app.quizzes.api.attempts import sees_all
from app.quizzes.api.blueprint import resources
from app.quizzes.api.saving import course_of_attempt
from app.quizzes.queries.shown import attempt_shown
from app.quizzes.rules.receipts import Acknowledged
from app.quizzes.schemas.attempts import ReceiptList, ReceiptSchema, VerificationAnswer
from app.shared.database import reading
from app.shared.http import requires, signed_in
from app.shared.permissions import Permission


@resources.get("/attempts/<int:attempt_id>/receipts")
@requires(Permission.VIEW_COURSE, course_of=course_of_attempt)
@resources.response(200, ReceiptList)
def list_receipts(attempt_id: int) -> dict[str, Any]:
    """200 a receipt for every answer that was ever saved; 403 somebody else's, unless one looks after the course."""
    sees_all(attempt_shown(attempt_id))
    items = [
        {
            "attempt": attempt_id,
            "number": save.number,
            "version": save.version,
            "chosen": save.chosen,
            "saved_at": save.saved_at,
            "receipt": queries.receipt_of(attempt_id, save),
        }
        for save in queries.all_saves(attempt_id)
    ]
    return {"items": items, "next_cursor": None}


@resources.post("/receipts/verification")
@signed_in
@resources.arguments(ReceiptSchema)
@resources.response(200, VerificationAnswer)
def verify_receipt(body: dict[str, Any]) -> dict[str, Any]:
    """200 whether we gave this receipt for exactly this answer, and whether the answer is still stored."""
    names = ("number", "version", "chosen", "saved_at")
    said = Acknowledged(attempt_id=body["attempt"], **{name: body[name] for name in names})
    genuine = queries.is_our_receipt(said, body["receipt"])
    with reading():
        return {"genuine": genuine, "stored": genuine and queries.is_stored(said)}
