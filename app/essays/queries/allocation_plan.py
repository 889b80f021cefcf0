"""What the even allocation would do: read, reckoned, and named by a digest, so that what was looked at is applied."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.essays.models import EssayAllocation
from app.essays.queries.allocation import markers_of, works_of
from app.essays.queries.essays import essays_of
from app.essays.queries.settings import settings_of
from app.essays.queries.stranded import those_gone
from app.essays.queries.writing import essay_piece
from app.essays.rules.allocation import Marker, Refusal, Work, refusals, share_out
from app.essays.rules.marking import MARKED_BY_ONE, How
from app.essays.rules.settings import EssaySettings
from app.rubrics.queries import marks_of_piece
from app.rubrics.rules import Round, SubjectKind
from app.shared.database import rows_of

_ALLOCATED = select(
    EssayAllocation.id,
    EssayAllocation.essay_id,
    EssayAllocation.round,
    EssayAllocation.marker_id,
    EssayAllocation.how,
)


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """An essay that is a marker's in a round."""

    essay_id: int
    round: Round
    marker_id: int


@dataclass(frozen=True, slots=True)
class Left:
    """An essay that lacks a marker, and why each marker is not to have it."""

    essay_id: int
    reasons: Mapping[int, tuple[Refusal, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the even allocation would do. `digest` names it; `released`: rows of an earlier one, given anew.

    `load`: by marker, how many essays they would have in all.
    """

    given: tuple[Given, ...]
    left: tuple[Left, ...]
    load: Mapping[int, int]
    released: tuple[int, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stays as it is, and the rows that are given anew."""

    kept: frozenset[Given]
    released: tuple[int, ...]

    def markers(self, *rounds: Round) -> dict[int, frozenset[int]]:
        """Return, by essay, who has it in one of the rounds."""
        found: dict[int, set[int]] = {}
        for one in self.kept:
            if one.round in rounds:
                found.setdefault(one.essay_id, set()).add(one.marker_id)
        return {essay_id: frozenset(who) for essay_id, who in found.items()}


def plan_evenly(course: CourseValue) -> Plan:
    """Return how essays would be shared out now. What is begun, taken or allocated by hand stays where it is.

    What nobody has begun is given anew where an earlier even allocation gave it, or where its marker may not mark here
    any more. Essays of authors who left the course are left alone. Raises `NotFound` where there is no essay.
    """
    settings, markers, essays = settings_of(course), markers_of(course), essays_of(course.id)
    authors = courses.enrolments_by_id(course.id, [one.enrolment_id for one in essays])
    works = works_of([one for one in essays if one.enrolment_id in authors], authors)
    standing = _standing(course, {work.essay_id for work in works})
    third = standing.markers(Round.THIRD)
    held = {work.essay_id: _held(work, markers, settings, third.get(work.essay_id, frozenset())) for work in works}
    kept = standing.markers(*MARKED_BY_ONE[: settings.markers])
    busy = Counter(who for some in third.values() for who in some)
    may = {one: frozenset(who for who, reasons in found.items() if not reasons) for one, found in held.items()}
    new = share_out([one.person_id for one in markers], may, kept, needed=settings.markers, busy=busy)
    given = tuple(_in_rounds(new, standing, settings.markers))
    load = busy + Counter(who for some in kept.values() for who in some) + Counter(one.marker_id for one in given)
    return Plan(
        given=given,
        left=tuple(
            Left(one, held[one]) for one in held if len(kept.get(one, ())) + len(new.get(one, ())) < settings.markers
        ),
        load={one.person_id: load[one.person_id] for one in markers},
        released=standing.released,
        digest=hashlib.sha256(repr((given, standing.released)).encode()).hexdigest()[:16],
    )


def _standing(course: CourseValue, essay_ids: Collection[int]) -> Standing:
    """Two statements: what of these essays is allocated, and which marks are begun."""
    marks = marks_of_piece(course.id, essay_piece(course).id, SubjectKind.ESSAY)
    begun = {Given(one.subject.id, one.round, one.marker_id) for one in marks if one.round in MARKED_BY_ONE}
    begun = {one for one in begun if one.essay_id in essay_ids}
    every = rows_of(_ALLOCATED.where(EssayAllocation.course_id == course.id).order_by(EssayAllocation.id))
    rows = [row for row in every if row.essay_id in essay_ids]
    allocated = {row.id: Given(row.essay_id, Round(row.round), row.marker_id) for row in rows}
    gone = those_gone(course.id, {row.marker_id for row in rows})
    loose = tuple(
        row.id
        for row in rows
        if (row.how == How.EVENLY or row.marker_id in gone)
        and row.round != Round.THIRD
        and allocated[row.id] not in begun
    )
    return Standing(frozenset(begun | {one for key, one in allocated.items() if key not in loose}), loose)


def _held(
    work: Work, markers: Iterable[Marker], settings: EssaySettings, third: frozenset[int]
) -> dict[int, tuple[Refusal, ...]]:
    return {
        one.person_id: (*refusals(one, work, settings), *([Refusal.OTHER_ROUND] if one.person_id in third else []))
        for one in markers
    }


def _in_rounds(new: Mapping[int, set[int]], standing: Standing, markers: int) -> Iterable[Given]:
    """Give each new marker of an essay the first round that is free; whoever is earlier in the alphabet is no first."""
    taken = {(one.essay_id, one.round) for one in standing.kept}
    for essay_id, who in sorted(new.items()):
        free = [in_round for in_round in MARKED_BY_ONE[:markers] if (essay_id, in_round) not in taken]
        turned = sorted(who, reverse=bool(essay_id % 2))
        yield from (Given(essay_id, in_round, one) for in_round, one in zip(free, turned, strict=False))
