"""Reads of who can mark in a course, and what matters of an essay to who may mark it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.queries import people_by_id, team_of
from app.courses import queries as courses
from app.courses.rules import CourseValue, EnrolmentValue
from app.essays.models import MarkerCompetence
from app.essays.rules.allocation import Marker, Work, by_hand, refusals
from app.essays.rules.settings import EssaySettings
from app.essays.rules.values import EssayValue
from app.shared.database import session
from app.shared.permissions import PERMISSIONS, Permission


@dataclass(frozen=True, slots=True)
class Competence:
    """What is stored of somebody who marks in a course."""

    person_id: int
    languages: tuple[str, ...]
    country: str
    groups: tuple[int, ...]
    available: bool


def competences_of(course_id: int) -> dict[int, Competence]:
    """Return what is stored of those who mark in a course, by person."""
    rows = session.scalars(select(MarkerCompetence).where(MarkerCompetence.course_id == course_id))
    return {
        row.person_id: Competence(row.person_id, tuple(row.languages), row.country, tuple(row.groups), row.available)
        for row in rows
    }


def markers_of(course: CourseValue) -> list[Marker]:
    """Return who looks after a course and may mark, by name, with what they read and where they come from."""
    team = {one.person_id: one.name or one.email for one in team_of(course.id) if _marks(one.role)}
    return _markers(course, team)


def marker_in(course: CourseValue, person_id: int) -> Marker:
    """Return one person as a marker of a course, also where they look after all courses."""
    return _markers(course, {person_id: ""})[0]


def work_of(essay: EssayValue) -> Work:
    """Return an essay as something to be given to a marker."""
    return works_of([essay], courses.enrolments_by_id(essay.course_id, [essay.enrolment_id]))[0]


def works_of(essays: Iterable[EssayValue], enrolments: Mapping[int, EnrolmentValue]) -> list[Work]:
    """Return essays as something to be given to markers; `enrolments` by id, without those who withdrew."""
    return [_work(essay, enrolments.get(essay.enrolment_id)) for essay in essays]


def kept_away(course: CourseValue, works: Iterable[Work], settings: EssaySettings, marker_id: int) -> set[int]:
    """Return the essays that the rules of the course keep from a marker who was not given them."""
    marker = marker_in(course, marker_id)
    return {work.essay_id for work in works if by_hand(refusals(marker, work, settings))}


def _work(essay: EssayValue, author: EnrolmentValue | None) -> Work:
    country, group_id = (author.country, author.group_id) if author else ("", None)
    return Work(essay.id, essay.person_id, essay.language, country, group_id)


def _marks(role: object) -> bool:
    return any(Permission.MARK_ESSAY in rights for one, rights in PERMISSIONS.items() if one is role)


def _markers(course: CourseValue, names: Mapping[int, str]) -> list[Marker]:
    stored, people = competences_of(course.id), people_by_id(names)
    enrolled = {one.person_id: one for one in courses.roster(course.id) if one.person_id in names}
    markers = []
    for person_id, name in names.items():
        known, person, part = stored.get(person_id), people.get(person_id), enrolled.get(person_id)
        own_group = {part.group_id} if part and part.group_id is not None else set()
        markers.append(
            Marker(
                person_id=person_id,
                name=name or (f"{person.given_name} {person.family_name}".strip() if person else ""),
                languages=frozenset(known.languages if known else [person.language] if person else []),
                country=(known.country if known else "") or (part.country if part else ""),
                groups=frozenset(known.groups if known else ()) | own_group,
                available=known.available if known else True,
            )
        )
    return sorted(markers, key=lambda one: (one.name.casefold(), one.person_id))
