"""Mails about what an ambassador and the assistants write to each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.accounts.queries import people_by_id, team_of
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.groupwork.rules.space import PostValue
from app.notifications import service as notifications
from app.notifications.rules import NewMail
from app.shared.markup import plain_text
from app.shared.permissions import Role
from app.shared.running import settings

HELPING = (Role.ASSISTANT, Role.TUTOR, Role.ACTIVITY_MANAGER)
"""Who helps groups: the course's assistants and tutors; its managers where it has neither."""
LONGEST_QUOTE = 1000


def tell_other_side(course: CourseValue, group_id: int, post: PostValue, *, now: datetime) -> None:
    """Tell assistants and tutors what the ambassador wrote, or the ambassador what staff wrote: each in theirs."""
    members = courses.members_of(group_id)
    receivers = _speaker(members) if post.by_staff else _helping(course.id)
    group = courses.get_group(group_id)
    mails = [
        NewMail(
            dedupe_key=f"assistants-post:{post.id}:{person_id}",
            address=address,
            language=language,
            zone=zone,
            template="group_message",
            params={
                "name": name,
                "author": post.author,
                "group": group.name,
                "course": dict(course.title),
                "message": plain_text(post.text, "markdown")[:LONGEST_QUOTE],
                "link": f"{settings().base_url}/courses/{course.code}/groups/{group_id}/assistants",
            },
        )
        for person_id, address, name, language, zone in receivers
        if person_id != post.person_id
    ]
    notifications.enqueue_many(mails, now=now)


Receiver = tuple[int, str, str, str, str]


def _speaker(members: Iterable[EnrolmentValue]) -> list[Receiver]:
    return [
        (one.person_id, one.email, one.name or one.email, one.language, one.timezone)
        for one in members
        if one.ambassador
    ]


def _helping(course_id: int) -> list[Receiver]:
    team = team_of(course_id)
    ids = {one.person_id for one in team if one.role in HELPING[:2]}
    ids = ids or {one.person_id for one in team if one.role in HELPING}
    return [
        (person.id, person.email, person.name or person.email, person.language, person.timezone)
        for person in people_by_id(ids).values()
    ]
