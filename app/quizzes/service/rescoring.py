"""Decisions on questions after answers came in: a revision beside each former score; answers stay untouched."""

from __future__ import annotations

from datetime import datetime

from app.quizzes.models import Rescoring
from app.quizzes.queries.rescoring import Prospect
from app.quizzes.service.ending import store_scores
from app.shared.database import session
from app.shared.permissions import Actor, Permission


def store_rescoring(prospect: Prospect, reason: str, *, actor: Actor, now: datetime) -> int:
    """Record a decision on a question, and the scores that ended attempts have by it; return the decision's id.

    Four statements, however many attempts there are. The caller holds the course alone, made `prospect` while it did
    (an attempt that ends later is scored by the decision as it ends), and hands on what counts. Raises `NotAllowed`.
    """
    actor.require(Permission.RESCORE_QUIZ, prospect.quiz.course_id)
    row = Rescoring(
        quiz_id=prospect.quiz.id,
        question_id=prospect.asked.id,
        action=prospect.decision.action.value,
        right_keys=list(prospect.decision.right_keys) if prospect.decision.changes_key else None,
        reason=reason,
        decided_at=now,
        decided_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    if prospect.revised:
        store_scores(prospect.revised, now, row.id)
    return row.id
