"""Talking in a group's threads: the team's, and the ambassador's with the assistants."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.courses.rules import CourseValue
from app.groupwork.models import GroupPost
from app.groupwork.queries.space import get_post
from app.groupwork.rules.space import Viewer, check_hiding, check_post
from app.groupwork.rules.values import Channel
from app.groupwork.service.beginning import begin
from app.groupwork.service.mails import tell_other_side
from app.shared import audit
from app.shared.database import session
from app.shared.errors import NotAllowed, NotFound, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def write_post(
    course: CourseValue, group_id: int, channel: Channel, unsafe_text: str, *, actor: Actor, now: datetime
) -> int:
    """Add a post (Markdown) to a thread; return its id. In the assistants' thread the other side is told by mail.

    Members and staff write to the team, the ambassador and staff to each other. Raises `NotAllowed`, `NotFound`,
    `Unreadable`, `RuleBroken` (`course_closed`).
    """
    viewer = begin(course, group_id, actor)
    _check_reads(viewer, channel)
    row = GroupPost(
        course_id=course.id,
        group_id=group_id,
        channel=channel.value,
        person_id=actor.themselves(),
        enrolment_id=viewer.member.id if viewer.member else None,
        text=check_post(unsafe_text),
        posted_at=now,
    )
    session.add(row)
    session.flush()
    if channel is Channel.ASSISTANTS:
        tell_other_side(course, group_id, get_post(group_id, row.id), now=now)
    return row.id


def edit_post(
    course: CourseValue, group_id: int, post_id: int, unsafe_text: str, *, actor: Actor, now: datetime
) -> None:
    """Change one's own post within 30 minutes; what it said before is kept in the audit trail as an erasable value.

    Raises `NotAllowed` (somebody else's), `NotFound`, `Unreadable`, `RuleBroken`: `course_closed`, `too_late_to_edit`.
    """
    viewer = begin(course, group_id, actor)
    post = get_post(group_id, post_id)
    _check_reads(viewer, post.channel)
    if post.person_id != actor.themselves():
        raise NotAllowed
    words = check_post(unsafe_text)
    if not post.may_edit(actor.person_id, now):
        reason = text("A post can be changed for 30 minutes. Write another one.")
        raise RuleBroken(reason, code="too_late_to_edit")
    if words == post.text:
        return
    session.execute(update(GroupPost).where(GroupPost.id == post_id).values(text=words, edited_at=now))
    audit.record(
        "edit_post",
        f"group_post:{post_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        personal={"before": post.text},
        person_id=post.person_id,
    )


def hide_post(
    course: CourseValue, group_id: int, post_id: int, unsafe_reason: str, *, actor: Actor, now: datetime
) -> None:
    """Hide a post from members, who read the reason in its place; staff alone do, and nothing is deleted.

    Raises `NotAllowed`, `NotFound`, `Unreadable` (no reason), `RuleBroken` (`course_closed`).
    """
    actor.require(Permission.VIEW_GROUP_WORK, course.id)
    begin(course, group_id, actor)
    post, reason = get_post(group_id, post_id), check_hiding(unsafe_reason)
    if post.hidden_at is not None:
        return
    session.execute(
        update(GroupPost)
        .where(GroupPost.id == post_id)
        .values(hidden_at=now, hidden_by=actor.person_id, hidden_reason=reason)
    )
    audit.record(
        "hide_post",
        f"group_post:{post_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        personal={"reason": reason},
        person_id=post.person_id,
    )


def _check_reads(viewer: Viewer, channel: Channel) -> None:
    if channel is Channel.ASSISTANTS and not viewer.reads_assistants:
        raise NotFound
