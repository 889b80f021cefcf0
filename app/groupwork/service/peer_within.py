"""Sharing 100 points over one's team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import delete, select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.groupwork.models import PeerShare, PeerSharing
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.peer_within import check_sharing, rated_members
from app.groupwork.rules.peer_words import Comments, PeerKind
from app.groupwork.service.peer_course import check_length, open_course, rater_in
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import Stale
from app.shared.permissions import Actor


def share_points(
    course: CourseValue,
    points: Mapping[int, Fraction],
    comments: Mapping[int, str],
    *,
    base_version: int | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Save how the actor shares 100 points over their team, by enrolment; return its version.

    What was saved before is replaced. `base_version` is the version that the form showed (0: none); None overwrites.
    Comments are kept only where the course asks for them. Raises `NotAllowed`, `RuleBroken` (course_closed,
    no_group, no_group_work, peers_not_open, peers_over), `Unreadable`, `Stale` (saved meanwhile, from another page).
    """
    course = open_course(course)
    rater, group_id = rater_in(course, actor)
    peer_window(course, PeerKind.WITHIN).check_open(now)
    take_turn(f"sharing of enrolment {rater.id}")
    within = settings_of(course).within
    listed = rated_members([member.id for member in courses.members_of(group_id)], rater.id, within.own_share)
    check_sharing(points, listed, rater.id)
    asked = within.comments is Comments.OPTIONAL
    written = {who: check_length(comments.get(who, ""), f"comment-{who}") if asked else "" for who in listed}
    row = _row(group_id, rater.id) or PeerSharing(course_id=course.id, group_id=group_id, rater_id=rater.id, version=0)
    if base_version is not None and base_version != row.version:
        raise Stale
    row.version += 1
    row.saved_at = now
    session.add(row)
    session.flush()
    session.execute(delete(PeerShare).where(PeerShare.sharing_id == row.id))
    session.add_all(
        PeerShare(sharing_id=row.id, member_id=who, points=points[who], comment=written[who]) for who in listed
    )
    session.flush()
    # The trail outlives what people may have erased and has more readers: it says that somebody rated, not how.
    audit.record(
        "share_points",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"version": row.version},
    )
    return row.version


def _row(group_id: int, rater_id: int) -> PeerSharing | None:
    same = (PeerSharing.group_id == group_id, PeerSharing.rater_id == rater_id)
    return session.scalars(select(PeerSharing).where(*same).execution_options(populate_existing=True)).one_or_none()
