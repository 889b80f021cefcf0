"""Scoring a quiz anew after a decision on one of its questions: exactly what a preview showed, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from app.courses.rules import CourseValue
from app.grading.models import GradeEntry
from app.grading.queries.rescoring_preview import Preview, rescoring_preview
from app.grading.rules.entries import EntryKind, EntryState, Source
from app.grading.rules.rescoring import Counting, Effect
from app.grading.service.checks import reason_given
from app.grading.service.course_lock import open_course
from app.grading.service.rescoring_mails import tell_participants
from app.quizzes import queries as quizzes
from app.quizzes.queries.rescoring import get_asked_question
from app.quizzes.rules.right import Decision
from app.quizzes.service import store_rescoring
from app.shared import audit
from app.shared.database import session
from app.shared.errors import Stale
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def rescore_question(
    course: CourseValue,
    quiz_key: str,
    question_key: str,
    decision: Decision,
    reason: str,
    *,
    seen: str,
    actor: Actor,
    now: datetime,
) -> Preview | None:
    """Score every attempt at a quiz by a decision on a question; return what changed, None where it held already.

    `seen` is the digest of the preview that was looked at: where anything in it is different now, nothing happens. A
    score that somebody recorded by hand stays. Whoever's score changed, and may know it, gets a mail. The number of
    statements does not grow with the course. Raises `NotAllowed`, `NotFound`, `RuleBroken` (course_closed),
    `Unreadable` (no reason), `Stale`.
    """
    actor.require(Permission.RESCORE_QUIZ, course.id)
    given = reason_given(reason, unless=text("Say in words why the question is scored anew: participants read it."))
    present = open_course(course, exclusive=True)
    quiz = quizzes.get_quiz(present.id, quiz_key)
    preview = rescoring_preview(present, quiz, get_asked_question(quiz, question_key), decision, now)
    if preview.prospect.holds_already:
        return None
    if preview.digest != seen:
        raise Stale(text("Something changed since you looked at the preview. Look at it again, then decide."))
    rescoring_id = store_rescoring(preview.prospect, given, actor=actor, now=now)
    counting = [one for one in preview.effects if one.counting is Counting.COUNTS]
    _record_scores(preview, counting, given, actor=actor, now=now)
    tell_participants(preview, counting, rescoring_id, given, now=now)
    _note(preview, rescoring_id, given, actor=actor, now=now)
    return preview


def _record_scores(preview: Preview, counting: Sequence[Effect], reason: str, *, actor: Actor, now: datetime) -> None:
    quiz = preview.prospect.quiz
    if quiz.piece_id is None or not counting:
        return
    entries = [
        {
            "course_id": quiz.course_id,
            "enrolment_id": one.enrolment.id,
            "piece_id": quiz.piece_id,
            "kind": EntryKind.SCORE.value,
            "state": EntryState.FINAL.value,
            "value": one.score_after,
            "criteria": None,
            "reason": reason,
            "source": Source.ATTEMPT.value,
            "actor_id": actor.person_id,
            "recorded_at": now,
        }
        for one in counting
    ]
    session.execute(insert(GradeEntry.__table__), entries)  # type: ignore[arg-type]  # a Table, typed as FromClause


def _note(preview: Preview, rescoring_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    found, scores, outcomes = preview.prospect, preview.scores, preview.outcomes
    audit.record(
        "rescore_question",
        f"quiz:{found.quiz.id}",
        actor=actor,
        now=now,
        course_id=preview.course.id,
        before={"question": found.asked.key, **_decided(found.held)},
        after={
            "question": found.asked.key,
            **_decided(found.decision),
            "rescoring": rescoring_id,
            "attempts": len(found.revised),
            "scores": {"better": scores.better, "worse": scores.worse},
            "outcomes": {"better": outcomes.better, "worse": outcomes.worse},
        },
        personal={"reason": reason},
    )


def _decided(decision: Decision | None) -> dict[str, object]:
    if decision is None:
        return {"action": None}
    return {"action": decision.action.value, "right_keys": list(decision.right_keys)}
