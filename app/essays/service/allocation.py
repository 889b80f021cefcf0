"""Giving essays to markers: by hand, or evenly; and what is known of who marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.courses.queries import enrolments_by_id, groups_of
from app.courses.rules import COUNTRIES, CourseValue
from app.courses.service import check_open, lock_course
from app.essays.models import EssayAllocation, MarkerCompetence
from app.essays.queries.allocation import Competence, marker_in, markers_of, work_of
from app.essays.queries.allocation_plan import Plan, plan_evenly
from app.essays.queries.essays import get_essay
from app.essays.queries.marking import allocations_of, subject_of
from app.essays.queries.settings import settings_of
from app.essays.rules.allocation import Refusal, by_hand, refusals
from app.essays.rules.marking import MARKED_BY_ONE, AllocationValue, How
from app.essays.rules.values import EssayValue
from app.rubrics import queries as rubrics
from app.rubrics.rules import Round
from app.shared import audit
from app.shared.database import session, take_turn
from app.shared.errors import NotFound, Problem, RuleBroken, Stale, Unreadable
from app.shared.permissions import Actor, Permission
from app.shared.wording import text

_REFUSED = {
    Refusal.OWN_ESSAY: text("Nobody marks their own essay."),
    Refusal.OWN_GROUP: text("Here nobody marks the essays of a group of their own."),
    Refusal.OWN_COUNTRY: text("Here nobody marks the essays of their own country."),
    Refusal.OTHER_ROUND: text("This person marks this essay in another round already."),
}


def allocate_essay(
    course: CourseValue, essay_id: int, in_round: Round, marker_id: int | None, *, actor: Actor, now: datetime
) -> None:
    """Give an essay to a marker by hand, in place of who had it (None: to nobody); what is begun stays where it is.

    Raises `NotAllowed`, `NotFound`, `Unreadable` (the rules keep it from this marker), `RuleBroken`: course_closed,
    mark_begun, no_such_round, author_left (nobody can mark it until its author is back).
    """
    essay = _begin(course, actor, essay_id)
    if in_round not in (*MARKED_BY_ONE[: settings_of(course).markers], Round.THIRD):
        raise RuleBroken(text("This course has no such round of marking."), code="no_such_round")
    standing = {one.round: one for one in allocations_of(essay_id)}
    before = standing.get(in_round)
    if (before.marker_id if before else None) == marker_id:
        return
    if any(mark.round is in_round for mark in rubrics.marks_on(subject_of(essay))):
        raise RuleBroken(text("This mark is begun already; it stays with its marker."), code="mark_begun")
    if marker_id is not None:
        _check_author(course, essay)
        _check_fit(course, essay, marker_id, [one for one in standing.values() if one.round is not in_round])
    session.execute(delete(EssayAllocation).filter_by(essay_id=essay_id, round=in_round.value))
    if marker_id is not None:
        _add(course, essay_id, in_round, marker_id, How.HAND, actor=actor, now=now)
    session.flush()
    after = {"round": in_round.value, "marker": marker_id}
    _audit(course, essay_id, before.marker_id if before else None, after, actor=actor, now=now)


def allocate_evenly(course: CourseValue, seen: str, *, actor: Actor, now: datetime) -> Plan:
    """Give out what the plan says that was looked at; `seen` is its digest.

    What is allocated by hand, taken or begun stays. Raises `NotAllowed`, `RuleBroken` (course_closed), `Stale` when
    the plan would be another one by now.
    """
    actor.require(Permission.ALLOCATE_MARKING, course.id)
    take_turn(f"allocation {course.id}")
    present = lock_course(course.id)  # alone: who is beginning an essay has begun it, or waits
    check_open(present)
    plan = plan_evenly(present)
    if plan.digest != seen:
        raise Stale
    session.execute(delete(EssayAllocation).where(EssayAllocation.id.in_(plan.released)))
    for given in plan.given:
        _add(course, given.essay_id, given.round, given.marker_id, How.EVENLY, actor=actor, now=now)
    session.flush()
    facts = {"given": len(plan.given), "left": len(plan.left), "digest": plan.digest}
    audit.record("allocate_evenly", f"course:{course.id}", actor=actor, now=now, course_id=course.id, after=facts)
    return plan


def set_competence(course: CourseValue, wanted: Competence, *, actor: Actor, now: datetime) -> None:
    """Keep what somebody who marks in the course can read, where they come from and which groups they accompany.

    Raises `NotAllowed`, `NotFound` (marks nothing here), `Unreadable` (no language, or one that the course has not; no
    such country; no such group).
    """
    actor.require(Permission.ALLOCATE_MARKING, course.id)
    take_turn(f"allocation {course.id}")
    if wanted.person_id not in {one.person_id for one in markers_of(course)}:
        raise NotFound
    if problems := _faults(course, wanted):
        raise Unreadable(problems=problems)
    mine = select(MarkerCompetence).filter_by(course_id=course.id, person_id=wanted.person_id)
    row = session.scalars(mine).one_or_none() or MarkerCompetence(course_id=course.id, person_id=wanted.person_id)
    row.languages, row.country, row.groups = list(wanted.languages), wanted.country, list(wanted.groups)
    row.available, row.changed_at = wanted.available, now
    session.add(row)
    session.flush()
    after = {"languages": row.languages, "country": row.country, "groups": row.groups, "available": row.available}
    audit.record("set_competence", f"person:{wanted.person_id}", actor=actor, now=now, course_id=course.id, after=after)


def _begin(course: CourseValue, actor: Actor, essay_id: int) -> EssayValue:
    actor.require(Permission.ALLOCATE_MARKING, course.id)
    essay = get_essay(essay_id)
    if essay.course_id != course.id or not essay.is_submitted:
        raise NotFound
    take_turn(f"allocation {course.id}")
    subject = subject_of(essay)
    take_turn(f"marks of {subject.kind} {subject.id}")
    check_open(lock_course(course.id, shared=True))
    return essay


def _check_author(course: CourseValue, essay: EssayValue) -> None:
    if not enrolments_by_id(course.id, [essay.enrolment_id]):
        raise RuleBroken(
            text("Its author has left the course. The essay can be given out again once they are back."),
            code="author_left",
        )


def _check_fit(course: CourseValue, essay: EssayValue, marker_id: int, others: Collection[AllocationValue]) -> None:
    """Raise `Unreadable` with every reason for which the essay is not to be this marker's."""
    marker = next((one for one in markers_of(course) if one.person_id == marker_id), None)
    if marker is None:
        raise Unreadable(problems=[Problem(text("This person marks nothing in this course."), "marker")])
    held: Sequence[Refusal] = by_hand(refusals(marker_in(course, marker_id), work_of(essay), settings_of(course)))
    if any(one.marker_id == marker_id for one in others):
        held = [*held, Refusal.OTHER_ROUND]
    if held:
        raise Unreadable(problems=[Problem(_REFUSED[one], "marker") for one in held])


def _add(
    course: CourseValue, essay_id: int, in_round: Round, marker_id: int, how: How, *, actor: Actor, now: datetime
) -> None:
    session.add(
        EssayAllocation(
            course_id=course.id,
            essay_id=essay_id,
            round=in_round.value,
            marker_id=marker_id,
            how=how.value,
            allocated_by=actor.person_id,
            allocated_at=now,
        )
    )


def _audit(
    course: CourseValue, essay_id: int, before: int | None, after: Mapping[str, object], *, actor: Actor, now: datetime
) -> None:
    audit.record(
        "allocate_essay",
        f"essay:{essay_id}",
        actor=actor,
        now=now,
        course_id=course.id,
        before={"marker": before},
        after=after,
    )


def _faults(course: CourseValue, wanted: Competence) -> list[Problem]:
    problems = []
    if not wanted.languages or not set(wanted.languages) <= set(course.languages):
        problems.append(Problem(text("Please choose at least one of the languages of the course."), "languages"))
    if wanted.country and wanted.country not in COUNTRIES:
        problems.append(Problem(text("There is no country with this code."), "country"))
    if not set(wanted.groups) <= {group.id for group in groups_of(course.id)}:
        problems.append(Problem(text("There is no such group in this course."), "groups"))
    return problems
