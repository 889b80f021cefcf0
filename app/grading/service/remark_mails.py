"""Tells participants what was written and decided about their remarks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading.rules.remarks import RemarkState, RemarkValue
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.amounts import plain_number
from app.shared.language import decimal
from app.shared.running import settings


def tell_of_message(
    course: CourseValue, person: EnrolmentValue, piece: PieceValue, *, message_id: int, body: str, now: datetime
) -> None:
    """Queue the mail with what somebody of the team wrote."""
    mail = _mail(
        course, person, piece, key=f"remark-message:{message_id}", template="remark_message", params={"body": body}
    )
    notifications.enqueue(mail, now=now)


def tell_of_decision(
    course: CourseValue, person: EnrolmentValue, piece: PieceValue, remark: RemarkValue, now: datetime
) -> None:
    """Queue the mail with the decision and its reason."""
    scores = (remark.score_before, remark.score_after)
    before, after = ("" if one is None else decimal(plain_number(one), person.language) for one in scores)
    params = {
        "changed": remark.state is RemarkState.CHANGED,
        "before": before,
        "after": after,
        "out_of": decimal(plain_number(piece.maximum), person.language),
        "reason": remark.decision,
    }
    mail = _mail(course, person, piece, key=f"remark-decision:{remark.id}", template="remark_decided", params=params)
    notifications.enqueue(mail, now=now)


def _mail(
    course: CourseValue,
    person: EnrolmentValue,
    piece: PieceValue,
    *,
    key: str,
    template: str,
    params: Mapping[str, Any],
) -> NewMail:
    return NewMail(
        dedupe_key=key,
        address=person.email,
        language=person.language,
        zone=person.timezone,
        template=template,
        params={
            "name": person.name or person.email,
            "piece": dict(piece.title),
            "course": dict(course.title),
            "link": f"{settings().base_url}/courses/{course.code}/feedback/{piece.key}",
            **params,
        },
    )
