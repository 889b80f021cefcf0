"""What a participant may know of peer assessment: what they gave, what they owe, what they got where no hand shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue
from app.groupwork.queries.peer_between import assignments_of, presentation_of, presentations
from app.groupwork.queries.peer_settings import settings_of
from app.groupwork.queries.peer_windows import peer_windows
from app.groupwork.queries.peer_within import StoredSharing, find_sharing, own_result
from app.groupwork.rules.peer_windows import PeerState, PeerWindow
from app.groupwork.rules.peer_within import rated_members
from app.groupwork.rules.peer_words import PeerKind, Raters
from app.rubrics.queries import find_mark
from app.rubrics.rules import MarkValue, Round


@dataclass(frozen=True, slots=True)
class OwnPeers:
    """One participant's side of peer assessment.

    `listed`: whom their form lists. `outdated`: the team has changed since they shared. `rates`: the group whose
    presentation they rate, None where they rate none; `waits_for_ambassador`: their ambassador does it for them.
    `weight` (1 is an even share) and `percent` are means of at least as many ratings as the course says, else None.
    """

    enrolment: EnrolmentValue
    windows: dict[PeerKind, PeerWindow]
    listed: tuple[EnrolmentValue, ...]
    sharing: StoredSharing | None
    rates: GroupValue | None
    waits_for_ambassador: bool
    rating: MarkValue | None
    weight: Fraction | None
    percent: Fraction | None

    @property
    def outdated(self) -> bool:
        """Whether the team has changed since they shared."""
        return self.sharing is not None and set(self.sharing.sharing.points) != {one.id for one in self.listed}

    def state(self, kind: str, now: datetime) -> PeerState:
        """Return where a window stands."""
        return self.windows[PeerKind(kind)].state(now)


def own_peers(course: CourseValue, person_id: int, now: datetime) -> OwnPeers | None:
    """Return a participant's side; None for somebody who is in no group. Raises `RuleBroken` (no_group_work)."""
    enrolment = courses.find_enrolment(course.id, person_id)
    if enrolment is None or enrolment.group_id is None:
        return None
    settings, members = settings_of(course), courses.members_of(enrolment.group_id)
    listed = rated_members([member.id for member in members], enrolment.id, settings.within.own_share)
    rated = assignments_of(course.id).get(enrolment.group_id)
    result = own_result(course, enrolment, now)
    return OwnPeers(
        enrolment=enrolment,
        windows=peer_windows(course),
        listed=tuple(member for member in members if member.id in listed),
        sharing=find_sharing(enrolment.group_id, enrolment.id),
        rates=courses.get_group(rated) if rated is not None else None,
        waits_for_ambassador=settings.between.raters is Raters.AMBASSADOR and not enrolment.ambassador,
        rating=find_mark(presentation_of(course, rated), Round.PEER, person_id) if rated is not None else None,
        weight=result.weight if result else None,
        percent=_own_percent(course, enrolment.group_id, now),
    )


def _own_percent(course: CourseValue, group_id: int, now: datetime) -> Fraction | None:
    if peer_windows(course)[PeerKind.BETWEEN].state(now) is not PeerState.OVER:
        return None
    result = presentations(course).results[group_id]
    return result.percent if len(result.ratings) >= settings_of(course).between.minimum else None
