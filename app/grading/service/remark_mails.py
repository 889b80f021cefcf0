"""Tells participants what was written and decided about their remarks, and the team that somebody asks and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from app.accounts.queries import people_by_id, team_of
from app.courses.rules import CourseValue, EnrolmentValue, PieceValue
from app.grading import queries
from app.grading.rules.remarks import RemarkState, RemarkValue
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.amounts import plain_number
from app.shared.language import decimal
from app.shared.permissions import Role
from app.shared.running import settings

_DECIDING = (Role.TUTOR, Role.ACTIVITY_MANAGER)


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
        "factor": _part(course, person, piece, remark),
        "reason": remark.decision,
    }
    mail = _mail(course, person, piece, key=f"remark-decision:{remark.id}", template="remark_decided", params=params)
    notifications.enqueue(mail, now=now)


def _part(course: CourseValue, person: EnrolmentValue, piece: PieceValue, remark: RemarkValue) -> str:
    """Return the member's part in group work that a decision made; "" where it is about the mark."""
    if not remark.is_of_factor:
        return ""
    if course.is_closed:
        factor = queries.row_of(course, person.id).standing.piece(piece.key).factor
    else:
        entry = queries.find_factor(course, person.id)
        factor = entry.value if entry else None
    return "" if factor is None else decimal(plain_number(factor), person.language)


def tell_team(
    course: CourseValue,
    person: EnrolmentValue,
    piece: PieceValue,
    remark: RemarkValue,
    *,
    message_id: int | None,
    body: str,
    now: datetime,
) -> None:
    """Queue the mail to the team that somebody asks for a remark, or (`message_id`) writes about theirs.

    Who wrote in the thread is answered; else it goes to who may decide.
    """
    wrote = {one.author_id for one in queries.thread_of(remark.id) if one.from_staff}
    key = f"remark-asked:{remark.id}" if message_id is None else f"remark-answered:{message_id}"
    mails = [
        NewMail(
            dedupe_key=f"{key}:{receiver.id}",
            address=receiver.email,
            language=receiver.language,
            zone=receiver.timezone,
            template="remark_asked",
            params={
                "name": receiver.name or receiver.email,
                "participant": person.name or person.email,
                "piece": dict(piece.title),
                "course": dict(course.title),
                "first": message_id is None,
                "body": body,
                "link": f"{settings().base_url}/courses/{course.code}/remarks/{remark.id}",
            },
        )
        for receiver in people_by_id(_of_team(course.id, wrote) or _deciding(course, piece, remark, person)).values()
    ]
    notifications.enqueue_many(mails, now=now)


def _of_team(course_id: int, wrote: Collection[int]) -> set[int]:
    """Return those of `wrote` who are of the team still."""
    return {one.person_id for one in team_of(course_id) if one.person_id in wrote}


def _deciding(course: CourseValue, piece: PieceValue, remark: RemarkValue, person: EnrolmentValue) -> set[int]:
    """Return the tutors who did not give the mark; managers where there is none, or they alone can change a result."""
    team = team_of(course.id)
    of_role = {role: {one.person_id for one in team if one.role is role} for role in _DECIDING}
    everybody = set().union(*of_role.values()) - {person.person_id}
    free = everybody - queries.markers_of(course, remark, piece)
    tutors = free & of_role[Role.TUTOR]
    managers = free & of_role[Role.ACTIVITY_MANAGER]
    return (tutors | managers if course.is_closed else tutors or managers) or everybody


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
            **_way(course, person, piece),
            **params,
        },
    )


def _way(course: CourseValue, person: EnrolmentValue, piece: PieceValue) -> dict[str, Any]:
    """Return where to read and answer. Whoever left the course cannot open its pages: they get addresses instead."""
    if person.withdrawn_at is None:
        return {"link": f"{settings().base_url}/courses/{course.code}/feedback/{piece.key}"}
    managers = {one.person_id for one in team_of(course.id) if one.role is Role.ACTIVITY_MANAGER}
    return {"link": "", "contacts": [one.email for one in people_by_id(managers).values()]}
