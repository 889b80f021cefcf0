"""Drafts whose markers cannot finish them any more: each keeps its essay from everybody else until it is set aside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import grants_of, people_by_id, team_of
from app.courses import queries as courses
from app.courses.rules import CourseValue
from app.essays.queries.essays import essays_of
from app.essays.queries.marking import subject_of
from app.essays.queries.marking_queue import author_label, name_of
from app.essays.queries.settings import settings_of
from app.essays.queries.writing import essay_piece
from app.essays.rules.marking import MARKED_BY_ONE
from app.essays.rules.settings import Names
from app.essays.rules.values import EssayValue
from app.rubrics import queries as rubrics
from app.rubrics.queries import marks_of_piece
from app.rubrics.rules import MarkValue, Round, SubjectKind
from app.shared.permissions import PERMISSIONS, Permission

_MARKING = frozenset(role for role, held in PERMISSIONS.items() if Permission.MARK_ESSAY in held)


@dataclass(frozen=True, slots=True)
class Stranded:
    """A draft that nobody can finish: of which essay, in which round, whose, and when it was saved last."""

    essay_id: int
    enrolment_id: int
    author: str
    round: Round
    marker_id: int
    marker: str
    saved_at: datetime


def stranded_drafts(course: CourseValue) -> list[Stranded]:
    """Return the drafts of those who may not mark in the course any more, the essay handed in first on top.

    Essays of authors who left wait for them, and are left out. Raises `NotFound` where the course has no essay.
    """
    piece, settings = essay_piece(course), settings_of(course)
    marks = marks_of_piece(course.id, piece.id, SubjectKind.ESSAY)
    drafts = [mark for mark in marks if not mark.is_final and mark.round in MARKED_BY_ONE]
    gone = those_gone(course.id, {mark.marker_id for mark in drafts})
    held = [mark for mark in drafts if mark.marker_id in gone]
    if not held:
        return []
    essays = {essay.id: essay for essay in essays_of(course.id, piece.id)}
    here = courses.enrolments_by_id(course.id, {one.enrolment_id for one in essays.values()})
    shown = {one.person_id for one in essays.values()} if settings.names is Names.SHOWN else set()
    people = people_by_id(gone | shown)
    return [
        Stranded(
            essay.id,
            essay.enrolment_id,
            author_label(essay, settings, people),
            mark.round,
            mark.marker_id,
            name_of(people.get(mark.marker_id)),
            mark.saved_at,
        )
        for essay in essays.values()
        if essay.enrolment_id in here
        for mark in held
        if mark.subject.id == essay.id
    ]


def set_aside_of(essay: EssayValue, marker_id: int | None) -> MarkValue | None:
    """Return the draft of one marker that was set aside; None: there is none."""
    return next((mark for mark in rubrics.set_aside_of(subject_of(essay)) if mark.marker_id == marker_id), None)


def those_gone(course_id: int, marker_ids: Collection[int]) -> frozenset[int]:
    """Return those of these people who may not mark in the course any more: no role that marks, or no sign-in."""
    missing = set(marker_ids) - {one.person_id for one in team_of(course_id) if one.role in _MARKING}
    people = people_by_id(missing)
    return frozenset(one for one in missing if people[one].disabled or not _marks_everywhere(one))


def _marks_everywhere(person_id: int) -> bool:
    return any(grant.course_id is None and grant.role in _MARKING for grant in grants_of(person_id))
