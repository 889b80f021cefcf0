"""A receipt that a participant shows to whoever looks after the course: whether it is genuine, and what it is worth."""

from __future__ import annotations

from flask import request

from app.quizzes import queries
from app.quizzes.pages.attempt_record import CheckedReceipt, Finding, attempt_in, record_page
from app.quizzes.pages.blueprint import pages
from app.quizzes.pages.receipts import read_receipt
from app.shared.http import current_course, requires
from app.shared.permissions import Permission


@pages.post("/courses/<code>/attempts/<int:attempt_id>/receipt")
@requires(Permission.VIEW_ATTEMPTS)
def check_shown_receipt(code: str, attempt_id: int) -> str:  # noqa: ARG001 - the check found the course
    """200 the attempt as it is stored, and what the receipt is worth that was pasted; 404 no such attempt here."""
    course = current_course()
    attempt = attempt_in(course, attempt_id)
    pasted = request.form.get("pasted", "")
    return record_page(course, attempt_id, receipt=CheckedReceipt(pasted, _finding(attempt.id, pasted)))


def _finding(attempt_id: int, pasted: str) -> Finding:
    said = read_receipt(pasted)
    if said is None:
        return Finding.NOT_OURS
    if said.attempt_id != attempt_id:
        return Finding.ANOTHER_ATTEMPT
    return Finding.STORED if queries.is_stored(said) else Finding.GONE
