"""Reads of what members of a team gave each other. What they hand out names raters: for tutors, and for the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, select

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue
from app.groupwork.models import PeerShare, PeerSharing
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_window
from app.groupwork.rules.peer_windows import PeerState
from app.groupwork.rules.peer_within import MemberResult, Sharing, peers_share, results
from app.groupwork.rules.peer_words import PeerKind
from app.shared.database import session


@dataclass(frozen=True, slots=True)
class StoredSharing:
    """One member's sharing as it is stored; `comments` by member, those that were written."""

    group_id: int
    sharing: Sharing
    comments: Mapping[int, str]
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class TeamResult:
    """One team with what its members gave each other. `results` by enrolment; `missing`: who has not rated."""

    group: GroupValue
    members: tuple[EnrolmentValue, ...]
    sharings: Mapping[int, StoredSharing]
    results: Mapping[int, MemberResult]

    @property
    def missing(self) -> tuple[EnrolmentValue, ...]:
        """The members of whom nothing counts yet: they have not rated, or only people who left since."""
        return tuple(member for member in self.members if not self.results[member.id].has_rated)


def sharings_of(course_id: int) -> list[StoredSharing]:
    """Return every sharing of a course; one statement."""
    return _read(PeerSharing.course_id == course_id)


def find_sharing(group_id: int, rater_id: int) -> StoredSharing | None:
    """Return what one member gave in a team; None while nothing was saved."""
    found = _read(PeerSharing.group_id == group_id, PeerSharing.rater_id == rater_id)
    return found[0] if found else None


def team_results(course: CourseValue) -> list[TeamResult]:
    """Return every team of a course with its results; the same four statements for any number of teams."""
    sharings = sharings_of(course.id)
    roster = courses.roster(course.id)
    return [
        _team(course, group, [one for one in roster if one.group_id == group.id], sharings)
        for group in courses.groups_of(course.id)
    ]


def own_result(course: CourseValue, enrolment: EnrolmentValue, now: datetime) -> MemberResult | None:
    """Return what a member may see: once the time is over and enough others rated, else None.

    Only the mean may go to the page: who rated, how many did, and what each gave stay with tutors. The team is the one
    of when the time ended: a mean that changed when somebody leaves would tell what they gave.
    """
    window = peer_window(course, PeerKind.WITHIN)
    if enrolment.group_id is None or window.closes_at is None or window.state(now) is not PeerState.OVER:
        return None
    members = _members_at(course.id, enrolment.group_id, window.closes_at)
    if enrolment.id not in members:
        return None
    sharings = [one.sharing for one in _read(PeerSharing.group_id == enrolment.group_id)]
    within = settings_of(course).within
    result = results(members, sharings, missing=window.missing, outlier=within.outlier)[enrolment.id]
    return result if result.rated_by >= within.minimum else None


def _members_at(course_id: int, group_id: int, instant: datetime) -> list[int]:
    stays = courses.stays_of(course_id, group_id=group_id)
    there = (stay for stay in stays if stay.joined_at <= instant and (stay.left_at is None or stay.left_at > instant))
    return list(dict.fromkeys(stay.enrolment_id for stay in there))


def peers_shares(course: CourseValue, teams: Sequence[TeamResult], now: datetime) -> dict[int, Fraction | None]:
    """Return, by enrolment, what the team's ratings say of a member's part; see `peers_share`."""
    window = peer_window(course, PeerKind.WITHIN)
    over = window.state(now) is PeerState.OVER
    return {
        member: peers_share(result, missing=window.missing, over=over)
        for team in teams
        for member, result in team.results.items()
    }


def _team(
    course: CourseValue, group: GroupValue, members: Sequence[EnrolmentValue], sharings: Sequence[StoredSharing]
) -> TeamResult:
    own = {one.sharing.rater: one for one in sharings if one.group_id == group.id}
    found = results(
        [member.id for member in members],
        [one.sharing for one in own.values()],
        missing=peer_window(course, PeerKind.WITHIN).missing,
        outlier=settings_of(course).within.outlier,
    )
    return TeamResult(group, tuple(members), own, found)


def _read(*conditions: ColumnElement[bool]) -> list[StoredSharing]:
    statement = (
        select(PeerSharing, PeerShare.member_id, PeerShare.points, PeerShare.comment)
        .join(PeerShare, PeerShare.sharing_id == PeerSharing.id)
        .where(*conditions)
        .order_by(PeerSharing.id, PeerShare.id)
        .execution_options(populate_existing=True)
    )
    rows: dict[int, tuple[PeerSharing, dict[int, Fraction], dict[int, str]]] = {}
    for row, member_id, points, comment in session.execute(statement):
        _row, given, comments = rows.setdefault(row.id, (row, {}, {}))
        given[member_id] = points
        if comment:
            comments[member_id] = comment
    return [
        StoredSharing(row.group_id, Sharing(row.rater_id, given), comments, row.version, row.saved_at)
        for row, given, comments in rows.values()
    ]
