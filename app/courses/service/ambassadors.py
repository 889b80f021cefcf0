"""Verbs on ambassadors: the team's vote, and a tutor's word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.courses.models import AmbassadorBallot, AmbassadorVote, Enrolment
from app.courses.queries import get_group, members_of
from app.courses.queries.ambassadors import find_ballot, find_vote, get_vote
from app.courses.queries.groups import member_acting
from app.courses.rules import CourseValue, EnrolmentValue
from app.courses.rules.groups import Naming, VoteState, VoteValue
from app.courses.service.closing import check_open, lock_course
from app.courses.service.group_history import keep_history
from app.courses.service.groups import group_in
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound, RuleBroken
from app.shared.permissions import Actor, Permission
from app.shared.wording import text


def name_ambassador(
    course: CourseValue, group_id: int, enrolment_id: int | None, *, actor: Actor, now: datetime
) -> None:
    """Make a member the group's ambassador by a tutor's word (None: nobody is); a vote that goes on ends with it.

    A tie is decided so, when one of the leaders is named. Raises `NotAllowed`, `NotFound` (no member),
    `RuleBroken` (`course_closed`).
    """
    actor.require(Permission.MANAGE_GROUPS, course.id)
    _begin(course, group_id)
    vote = find_vote(group_id)
    if vote is not None and vote.state in {VoteState.OPEN, VoteState.TIED}:
        decides = vote.state is VoteState.TIED and enrolment_id in vote.leaders
        _end(vote, VoteState.DECIDED if decides else VoteState.VOID, enrolment_id if decides else None, actor, now)
    _appoint(course.id, group_id, enrolment_id, Naming.TUTOR, actor=actor, now=now)


def open_vote(course: CourseValue, group_id: int, *, actor: Actor, now: datetime) -> VoteValue:
    """Open a vote of the team on its ambassador; a member or a tutor does.

    Raises `NotAllowed`, `NotFound` (another group's member), `RuleBroken` (`course_closed`, `vote_undecided`,
    `group_empty`).
    """
    _check_inside(course.id, group_id, actor)
    _begin(course, group_id)
    vote = find_vote(group_id)
    if vote is not None and vote.state in {VoteState.OPEN, VoteState.TIED}:
        raise RuleBroken(text("The last vote is not decided yet."), code="vote_undecided")
    if not members_of(group_id):
        raise RuleBroken(text("Nobody is in this group."), code="group_empty")
    row = AmbassadorVote(
        course_id=course.id, group_id=group_id, state=VoteState.OPEN.value, opened_at=now, opened_by=actor.person_id
    )
    session.add(row)
    session.flush()
    audit.record("open_vote", f"group:{group_id}", actor=actor, now=now, course_id=course.id)
    return get_vote(row.id)


def cast_ballot(course: CourseValue, group_id: int, candidate_id: int, *, actor: Actor, now: datetime) -> None:
    """Vote for a member of the own group, or change one's vote while it is open. Whose vote it is stays secret.

    Raises `NotAllowed`, `NotFound` (another group's member, no such candidate), `RuleBroken` (`course_closed`,
    `no_open_vote`).
    """
    voter = member_acting(course.id, group_id, actor)
    _begin(course, group_id)
    vote = _open(group_id)
    if candidate_id not in {member.id for member in members_of(group_id)}:
        raise NotFound
    ballot = find_ballot(vote.id, voter.id)
    if ballot is None:
        session.add(AmbassadorBallot(vote_id=vote.id, voter_id=voter.id, candidate_id=candidate_id, cast_at=now))
    else:
        changed = update(AmbassadorBallot).where(
            AmbassadorBallot.vote_id == vote.id, AmbassadorBallot.voter_id == voter.id
        )
        session.execute(changed.values(candidate_id=candidate_id, cast_at=now))
    session.flush()
    audit.record("vote", f"ambassador_vote:{vote.id}", actor=actor, now=now, course_id=course.id)


def close_vote(course: CourseValue, group_id: int, *, actor: Actor, now: datetime) -> VoteValue:
    """Close the vote: who has the most votes is ambassador; a tie waits for a tutor; without votes nothing changes.

    A tutor closes at any time, a member once everybody voted. Raises `NotAllowed`, `NotFound`, `RuleBroken`
    (`course_closed`, `no_open_vote`, `votes_missing`).
    """
    member = _check_inside(course.id, group_id, actor)
    _begin(course, group_id)
    vote = _open(group_id)
    missing = len(members_of(group_id)) - vote.votes
    if member is not None and missing > 0 and not actor.may(Permission.MANAGE_GROUPS, course.id):
        reason = text("Not everybody has voted yet: %(missing)s. A tutor can close the vote before.", missing=missing)
        raise RuleBroken(reason, code="votes_missing")
    leaders = vote.leaders
    if len(leaders) == 1:
        _end(vote, VoteState.DECIDED, leaders[0], actor, now)
        _appoint(course.id, group_id, leaders[0], Naming.VOTE, actor=actor, now=now)
    else:
        _end(vote, VoteState.TIED if leaders else VoteState.VOID, None, actor, now)
    audit.record(
        "close_vote",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        after={"leaders": list(leaders), "votes": vote.votes},
    )
    return get_vote(vote.id)


def _begin(course: CourseValue, group_id: int) -> None:
    take_turn(f"roster {course.id}")
    check_open(lock_course(course.id, shared=True))
    group_in(course.id, group_id)


def _check_inside(course_id: int, group_id: int, actor: Actor) -> EnrolmentValue | None:
    """Return the member who acts; None for a tutor. Raises `NotAllowed`, `NotFound`."""
    if actor.may(Permission.MANAGE_GROUPS, course_id):
        return None
    return member_acting(course_id, group_id, actor)


def _open(group_id: int) -> VoteValue:
    vote = find_vote(group_id)
    if vote is None or vote.state is not VoteState.OPEN:
        raise RuleBroken(text("No vote is open in this group."), code="no_open_vote")
    return vote


def _end(vote: VoteValue, state: VoteState, elected_id: int | None, actor: Actor, now: datetime) -> None:
    row = session.get_one(AmbassadorVote, vote.id)
    row.state, row.elected_id, row.closed_at, row.closed_by = state.value, elected_id, now, actor.person_id
    session.flush()


def _appoint(
    course_id: int, group_id: int, enrolment_id: int | None, how: Naming, *, actor: Actor, now: datetime
) -> None:
    before = get_group(group_id).ambassador_id
    if enrolment_id is not None and enrolment_id not in {member.id for member in members_of(group_id)}:
        raise NotFound
    if before == enrolment_id:
        return
    one = Enrolment.group_id == group_id
    session.execute(update(Enrolment).where(one, Enrolment.ambassador).values(ambassador=False))
    if enrolment_id is not None:
        session.execute(update(Enrolment).where(one, Enrolment.id == enrolment_id).values(ambassador=True))
    keep_history(course_id, actor=actor, now=now, how=how)
    audit.record(
        "name_ambassador",
        f"group:{group_id}",
        actor=actor,
        now=now,
        course_id=course_id,
        before={"enrolment": before},
        after={"enrolment": enrolment_id, "how": how.value},
    )
