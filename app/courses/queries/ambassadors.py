"""Reads of a team's vote. Who voted for whom leaves this room for nobody but the voter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from app.courses.models import AmbassadorBallot, AmbassadorVote, Enrolment, Group
from app.courses.rules.groups import VoteState, VoteValue
from app.shared.database import rows_of
from app.shared.errors import NotFound

_COLUMNS = (
    AmbassadorVote.id,
    AmbassadorVote.group_id,
    AmbassadorVote.state,
    AmbassadorVote.opened_at,
    AmbassadorVote.closed_at,
    AmbassadorVote.elected_id,
)


def find_vote(group_id: int) -> VoteValue | None:
    """Return a group's latest vote with its counts; None when it never voted; two statements."""
    latest = select(*_COLUMNS).where(AmbassadorVote.group_id == group_id).order_by(AmbassadorVote.id.desc()).limit(1)
    return next(iter(_read(latest)), None)


def tied_groups(course_id: int) -> frozenset[int]:
    """Return the groups of a course whose vote ended in a tie that nobody decided yet; one statement."""
    tied = (AmbassadorVote.state == VoteState.TIED.value, Group.course_id == course_id)
    statement = select(AmbassadorVote.group_id).join(Group, Group.id == AmbassadorVote.group_id).where(*tied)
    return frozenset(row[0] for row in rows_of(statement))


def get_vote(vote_id: int) -> VoteValue:
    """Return one vote. Raises `NotFound`."""
    found = _read(select(*_COLUMNS).where(AmbassadorVote.id == vote_id))
    if not found:
        raise NotFound
    return found[0]


def find_ballot(vote_id: int, voter_id: int) -> int | None:
    """Return for whom a member votes; None when they have not. For the voter alone."""
    mine = (AmbassadorBallot.vote_id == vote_id, AmbassadorBallot.voter_id == voter_id)
    return next((row[0] for row in rows_of(select(AmbassadorBallot.candidate_id).where(*mine))), None)


def _read(statement: Select[*tuple[Any, ...]]) -> list[VoteValue]:
    return [
        VoteValue(vote_id, group_id, VoteState(state), opened_at, closed_at, elected_id, _counts(vote_id))
        for vote_id, group_id, state, opened_at, closed_at, elected_id in rows_of(statement)
    ]


def _counts(vote_id: int) -> dict[int, int]:
    """Return the votes that count: of members, for members; who left takes their vote along."""
    voter, candidate = aliased(Enrolment), aliased(Enrolment)
    statement = (
        select(AmbassadorBallot.candidate_id, func.count())
        .join(AmbassadorVote, AmbassadorVote.id == AmbassadorBallot.vote_id)
        .join(voter, (voter.id == AmbassadorBallot.voter_id) & (voter.group_id == AmbassadorVote.group_id))
        .join(candidate, candidate.id == AmbassadorBallot.candidate_id)
        .where(AmbassadorBallot.vote_id == vote_id, candidate.group_id == AmbassadorVote.group_id)
        .where(voter.withdrawn_at.is_(None), candidate.withdrawn_at.is_(None))
        .group_by(AmbassadorBallot.candidate_id)
    )
    return {row[0]: row[1] for row in rows_of(statement)}
