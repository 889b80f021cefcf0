"""What balanced groups would look like, from who takes the course now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.courses.queries.courses import sessions_of
from app.courses.queries.roster import groups_of, roster
from app.courses.rules import CourseValue, EnrolmentValue, GroupValue, SessionKind
from app.courses.rules.balancing import Plan, Profile, digest, profile
from app.courses.rules.grouping import Arrangement, Candidate, Trait, balanced
from app.shared.errors import RuleBroken
from app.shared.wording import text

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Balance:
    """Who would be where: groups that are there (`kept`), then new ones; `profiles` in the same order.

    `people` are all participants by enrolment; `days` the session days that hours were counted on.
    """

    arrangement: Arrangement
    kept: tuple[GroupValue, ...]
    new_names: tuple[str, ...]
    profiles: tuple[Profile, ...]
    everybody: Profile
    people: dict[int, EnrolmentValue]
    days: tuple[datetime, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the groups' names in order."""
        return (*(group.name for group in self.kept), *self.new_names)

    @property
    def members(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return each group's name with its members, in order."""
        return tuple(zip(self.names, self.arrangement.groups, strict=True))

    @property
    def rows(self) -> tuple[tuple[str, Profile], ...]:
        """Return each group's name with its profile, and last, without a name, everybody's."""
        return (*zip(self.names, self.profiles, strict=True), ("", self.everybody))

    @property
    def digest(self) -> str:
        """Return the fingerprint of who would be where."""
        return digest(self.arrangement, self.names)


def balance_of(course: CourseValue, plan: Plan) -> Balance:
    """Return what `plan` brings; three statements. Nothing is written.

    Raises `Unreadable` (a number out of range), `RuleBroken` (`nobody_enrolled`, `too_many_fixed`).
    """
    people, days = {one.id: one for one in roster(course.id)}, session_days(course)
    if not people:
        raise RuleBroken(text("Nobody takes this course yet."), code="nobody_enrolled")
    kept = _kept(groups_of(course.id), plan)
    places = {group.id: place for place, group in enumerate(kept)} if plan.keep else {}
    candidates = [_candidate(one, days, places) for one in people.values()]
    arrangement = balanced(candidates, plan.groups, plan.wishes)
    by_id = {one.id: one for one in candidates}
    return Balance(
        arrangement=arrangement,
        kept=kept,
        new_names=_new_names(groups_of(course.id), plan.groups - len(kept)),
        profiles=tuple(profile([by_id[one] for one in members]) for members in arrangement.groups),
        everybody=profile(candidates),
        people=people,
        days=days,
    )


def session_days(course: CourseValue) -> tuple[datetime, ...]:
    """Return noon UTC of each day with a group session; of the course's first day where it has none."""
    starts = [one.starts_at for one in sessions_of(course.id) if one.kind is SessionKind.GROUP]
    days = sorted({start.astimezone(ZoneInfo(course.timezone)).date() for start in starts}) or [course.starts_on]
    return tuple(datetime.combine(day, time(12), UTC) for day in days)


def _kept(groups: Sequence[GroupValue], plan: Plan) -> tuple[GroupValue, ...]:
    """Return the groups that stay, in their order: those with members first, where members are to stay."""
    if plan.keep and sum(group.members > 0 for group in groups) > plan.groups:
        reason = text(
            "There are more groups with members than you ask for. Ask for more, or do not keep who is placed."
        )
        raise RuleBroken(reason, code="too_many_fixed")
    first = sorted(groups, key=lambda group: plan.keep and group.members == 0)[: plan.groups]
    return tuple(group for group in groups if group in first)


def _new_names(groups: Iterable[GroupValue], number: int) -> tuple[str, ...]:
    taken = {group.name for group in groups}
    free = (str(candidate) for candidate in range(1, len(taken) + number + 1) if str(candidate) not in taken)
    return tuple(name for name, _ in zip(free, range(number), strict=False))


def _candidate(one: EnrolmentValue, days: Sequence[datetime], places: dict[int, int]) -> Candidate:
    zone = ZoneInfo(one.timezone)
    return Candidate(
        id=one.id,
        values={
            Trait.LANGUAGE: one.language.partition("-")[0],
            Trait.COUNTRY: one.country,
            Trait.ORGANIZATION_TYPE: one.organization_type,
            Trait.GENDER: one.gender,
        },
        offsets=tuple((day.astimezone(zone).utcoffset() or timedelta()) // _MINUTE for day in days),
        fixed=places.get(one.group_id) if one.group_id is not None else None,
    )
