"""Tells participants that their score of a quiz changed, from what to what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.grading.queries.rescoring_preview import Preview
from app.grading.rules.rescoring import Effect
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.language import decimal
from app.shared.running import settings
from app.shared.wording import points


def tell_participants(
    preview: Preview, effects: Sequence[Effect], rescoring_id: int, reason: str, *, now: datetime
) -> None:
    """Queue a mail to each participant of `effects`; one statement."""
    mails = [_mail(preview, one, rescoring_id, reason) for one in effects]
    notifications.enqueue_many(mails, now=now)


def _mail(preview: Preview, one: Effect, rescoring_id: int, reason: str) -> NewMail:
    person, quiz = one.enrolment, preview.prospect.quiz
    scores = {"before": one.score_before, "after": one.score_after, "out_of": preview.out_of}
    return NewMail(
        dedupe_key=f"rescoring:{rescoring_id}:{person.id}",
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template="rescored",
        params={
            "name": person.name or person.email,
            "quiz": dict(quiz.title),
            "course": dict(preview.course.title),
            "reason": reason,
            "link": f"{settings().base_url}/courses/{preview.course.code}/quizzes/{quiz.key}",
            **{name: decimal(points(score), person.language) for name, score in scores.items()},
        },
    )
